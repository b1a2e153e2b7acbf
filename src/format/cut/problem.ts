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
  /** A value of JSON that is no JSON. */
  readonly "value-json": { readonly line: number };
  /** A value of JSON that has more characters than a row may have. */
  readonly "value-too-long": { readonly line: number; readonly maxLength: number };
  /** An object that has a key twice. */
  readonly "repeated-key": { readonly line: number };
  /** What stands around the rows of JSON. */
  readonly "json-document": {
    readonly line: number;
    readonly fault: "brackets" | "open-text" | "ends-early" | "two-lists" | "after-end";
  };
  /** JSON in which no list of customers is found, and what it looks like. */
  readonly "json-shape": {
    readonly shape: "object" | "several-lists" | "single-quotes" | "text" | "other";
  };
  /** The header has a byte that is not valid in the encoding. */
  readonly "header-encoding": { readonly encoding: string };
  /** Letters of which several encodings would make sense; without candidates none does. */
  readonly "encoding-unclear": { readonly candidates: ReadonlyArray<string> };
  /** Text whose letters were turned into UTF-8 twice. */
  readonly "encoded-twice": Record<never, never>;
  /** A file of a kind that can't be read. */
  readonly "file-kind": { readonly kind: string };
  /** A file that was compressed, and can't be unpacked. */
  readonly "gzip-damaged": Record<never, never>;
  /** A compressed file that would become far larger than people's files do. */
  readonly "gzip-too-large": Record<never, never>;
}

/** A code. */
export type ProblemCode = keyof Problems;

/** A problem. */
export type Problem = {
  readonly [code in ProblemCode]: { readonly code: code } & Problems[code];
}[ProblemCode];
