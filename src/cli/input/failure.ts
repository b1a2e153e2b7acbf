/**
 * An input that can't be read, with the problem as data.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Problem } from "../../format/cut/problem.ts";
import { problemText } from "../../format/cut/problem_texts.ts";
import { FormatError } from "../../format/error.ts";

/** Fails with a problem. */
export const failWith = (problem: Problem): Effect.Effect<never, FormatError> =>
  Effect.fail(formatError(problem));

/** The error for a problem. */
export const formatError = (problem: Problem): FormatError =>
  new FormatError({ message: problemText(problem), problem });
