/**
 * What is wrong with an input, as data: a code, the place, and the rule's numbers. So the same problem can be said in
 * several languages, and counted.
 *
 * **A problem never holds a value of a row.** Names of columns are the file's own words; they may be shown, but only
 * where the record that they stand in is a header for sure.
 *
 * @module
 */
/** The problems, by code, and what is known of each. Lines and rows count from 1, as the input's own program does. */
export interface Problems {
  /** A record of CSV that breaks RFC 4180. */
  readonly "quotation-mark": { readonly line: number };
  /** A record of CSV that is longer than a row may be. */
  readonly "row-too-long": { readonly line: number };
  /** A row with another number of cells than the header. */
  readonly "cell-count": {
    readonly line: number;
    readonly cells: number;
    readonly columns: number;
  };
  /** A line that is not valid in the encoding of the input. */
  readonly "line-encoding": { readonly line: number; readonly encoding: string };
  /** A line of NDJSON that is no JSON. */
  readonly "line-json": { readonly line: number };
  /** A line that has more bytes than a row may have. */
  readonly "line-too-long": { readonly line: number; readonly maxBytes: number };
}

/** A code. */
export type ProblemCode = keyof Problems;

/** A problem. */
export type Problem = {
  readonly [code in ProblemCode]: { readonly code: code } & Problems[code];
}[ProblemCode];
