/**
 * The error of a command that can't begin or go on: a wrong flag, a missing setting, a file that can't be used.
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
