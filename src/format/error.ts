/**
 * The error of an input that can't be read any further.
 *
 * @module
 */
import * as Data from "effect/Data";

/** An input can't be read any further. The message names the place and the rule, never a value. */
export class FormatError extends Data.Error<{ readonly message: string }> {
  /** For `Effect.catchTag`. */
  readonly _tag = "FormatError" as const;
  /** The error's name. */
  override readonly name = "FormatError";
}
