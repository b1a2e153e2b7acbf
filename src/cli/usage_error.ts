/**
 * A command that can't begin, or can't go on reading: a wrong flag, a missing setting, an unreadable input.
 *
 * @module
 */
import * as Data from "effect/Data";

/** Ends the command with status 2. The message is for people and holds no personal data. */
export class UsageError extends Data.Error<{ readonly message: string }> {
  /** For `Effect.catchTag`. */
  readonly _tag = "UsageError" as const;
  /** The error's name. */
  override readonly name = "UsageError";
}
