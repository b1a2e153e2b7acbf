/**
 * The problems of inputs in English. A text names the place first, then the rule, and what to do if that is certain.
 *
 * @module
 */
import type { Problem, ProblemCode, Problems } from "./problem.ts";

/** One text for each problem. Another language is another table of this type, so that none can be missing. */
export type ProblemTexts = {
  readonly [code in ProblemCode]: (problem: Problems[code]) => string;
};

/** The texts in English. */
export const englishProblems: ProblemTexts = {
  "quotation-mark": ({ line }) =>
    `line ${line} is not valid CSV: a quotation mark is out of place or not closed`,
  "row-too-long": ({ line }) =>
    `line ${line} begins a row that is too long; perhaps a quotation mark is not closed`,
  "cell-count": ({ cells, columns, line }) =>
    `line ${line} has ${cells} ${cells === 1 ? "cell" : "cells"}, the header ${columns}`,
  "line-encoding": ({ encoding, line }) => `line ${line} is not ${encoding}`,
  "line-json": ({ line }) => `line ${line} is not valid JSON`,
  "line-too-long": ({ line, maxBytes }) => `line ${line} is longer than ${maxBytes} bytes`,
};

/** The text of a problem, in English unless another table is given. */
export const problemText = (problem: Problem, texts: ProblemTexts = englishProblems): string =>
  // The code chooses the text, so both are of one kind; TypeScript does not see that.
  (texts[problem.code] as (problem: Problem) => string)(problem);
