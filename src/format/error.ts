/**
 * The error of an input that can't be read any further.
 *
 * @module
 */
import * as Data from "effect/Data";
import type { Problem } from "./cut/problem.ts";
import { problemText } from "./cut/problem_texts.ts";

/** An input can't be read any further. The message names the place and the rule, never a value. */
export class FormatError extends Data.Error<{
  readonly message: string;
  /** What is wrong, as data, so that it can be said in another language. */
  readonly problem?: Problem | undefined;
}> {
  /** For `Effect.catchTag`. */
  readonly _tag = "FormatError" as const;
  /** The error's name. */
  override readonly name = "FormatError";
}

/** The error of a problem. */
export const formatError = (problem: Problem): FormatError =>
  new FormatError({ message: problemText(problem), problem });
