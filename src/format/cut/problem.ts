/**
 * What is wrong with an input, as data: a code, the place, and the rule's numbers. So the same problem can be said in
 * several languages, and counted.
 *
 * **A problem never holds a value of a row.** Names of columns are the file's own words; they may be shown, but only
 * where the record that they stand in is a header for sure.
 *
 * @module
 */
/** Where a record stands, from 1: the file's own line, or the sheet's own row. */
export type Place = { readonly line: number } | { readonly row: number };

/** Why a workbook can't be read. */
export type WorkbookFault =
  | "not-xlsx"
  | "encrypted"
  | "old-xls"
  | "too-large"
  | "damaged"
  | "not-valid";

/** A column that the contract does not know. */
export interface UnknownColumn {
  /** From 1. */
  readonly number: number;
  /** The name in the header. */
  readonly name: string;
  /** The fields whose names are closest, the closest first. There may be none. */
  readonly closest: ReadonlyArray<string>;
}

/** The problems, by code, and what is known of each. Lines and rows count from 1, as the input's own program does. */
export interface Problems extends TableProblems, RowProblems {
  /** A record of CSV that breaks RFC 4180. */
  readonly "quotation-mark": { readonly line: number };
  /** A record of CSV that is longer than a row may be. */
  readonly "row-too-long": { readonly line: number };
  /** A record after line `opened`, which opens a quotation mark that is closed further on. */
  readonly "within-quotes": { readonly line: number; readonly opened: number };
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
    readonly shape:
      | "object"
      | "keyed"
      | "json-api"
      | "several-lists"
      | "single-quotes"
      | "text"
      | "other";
  };
  /** The header has a byte that is not valid in the encoding. */
  readonly "header-encoding": { readonly encoding: string };
  /** Letters of which several encodings would make sense; without candidates none does. */
  readonly "encoding-unclear": { readonly candidates: ReadonlyArray<string> };
  /** The input failed while it was read. */
  readonly "broken-off": Record<never, never>;
  /** Text whose letters were turned into UTF-8 twice. */
  readonly "encoded-twice": Record<never, never>;
  /** A file of a kind that can't be read. */
  readonly "file-kind": { readonly kind: string };
  /** A file that was compressed, and can't be unpacked. */
  readonly "gzip-damaged": Record<never, never>;
  /** A compressed file that would become far larger than people's files do. */
  readonly "gzip-too-large": Record<never, never>;
  /**
   * A workbook that can't be read, or not to its end. `place` and `rule` say it in English; the place is the workbook, a
   * part of it, a sheet, or a row or cell of a sheet.
   */
  readonly "workbook": {
    readonly fault: WorkbookFault;
    readonly place: string;
    readonly rule: string;
  };
  /** The workbook has no sheet of the name that was given; these are its sheets. */
  readonly "no-such-sheet": { readonly sheets: ReadonlyArray<string> };
  /** A workbook that does not come from a file of its own must be in memory, and this one is too large for that. */
  readonly "workbook-in-memory": { readonly maxBytes: number };
}

/** Why no row of a table can be read. */
export interface TableProblems {
  /**
   * No column stands for the required field. `columns` are the names of the record at `place` if it is a header for
   * sure; otherwise it may be a customer, and only the number of its cells is known.
   */
  readonly "no-required-column": {
    readonly field: string;
    readonly place: Place;
    readonly delimiter: string | undefined;
    readonly cells: number;
    readonly columns: ReadonlyArray<UnknownColumn> | undefined;
  };
  /** The header seems to stand below rows that may be customers. */
  readonly "header-below": { readonly place: Place };
  /** The table ends above the row that should be its header. */
  readonly "header-beyond": { readonly row: number };
  /** Columns that the contract does not know. */
  readonly "unknown-columns": { readonly columns: ReadonlyArray<UnknownColumn> };
  /** `map` or `skip` names columns that the header does not have. */
  readonly "no-such-columns": {
    readonly names: ReadonlyArray<string>;
    readonly columns: ReadonlyArray<string>;
  };
  /** `map` names fields that the contract does not know. `name` is that of the field. */
  readonly "unknown-fields": { readonly fields: ReadonlyArray<Omit<UnknownColumn, "number">> };
  /** Two columns stand for a field that takes one value. */
  readonly "same-field": {
    readonly column: number;
    readonly other: number;
    readonly field: string;
  };
  /** A column stands for a field, and another one for a part of it. */
  readonly "field-and-part": { readonly column: number; readonly part: number };
  /** More columns than a table may have. */
  readonly "too-many-columns": { readonly maxColumns: number };
}

/** Why a row of a table can't be read, although it is a record. */
export interface RowProblems {
  /** A row with another number of cells than the header. */
  readonly "cell-count": {
    readonly place: Place;
    readonly cells: number;
    readonly columns: number;
  };
  /** A row after a line that is too short, of which it may be the rest: a line break in a cell is not quoted. */
  readonly "rest-of-row": { readonly place: Place; readonly begins: number };
  /** A row that is, or stands below, another header, whose columns are others than the table's: `header` is its number. */
  readonly "other-table": { readonly place: Place; readonly header: number };
  /** A cell with a value in a column that has no name. */
  readonly "unnamed-column": { readonly place: Place; readonly column: number };
  /** A cell of rejects with `�` in place of a letter that could not be read. */
  readonly "unread-letter": { readonly place: Place; readonly column: number };
  /** A cell with a NUL character, which no text has. */
  readonly "nul-character": { readonly place: Place; readonly column: number };
  /** A spreadsheet wrote a number in another form, and digits are lost: `6.001E+08`. */
  readonly "number-changed": { readonly place: Place; readonly column: number };
  /** A spreadsheet keeps 15 digits of a number, and this one has more. */
  readonly "digits-lost": { readonly place: Place; readonly column: number };
  /** The error of a spreadsheet: `#N/A`. */
  readonly "error-value": { readonly place: Place; readonly column: number };
  /** A formula that was never calculated. */
  readonly "formula-without-value": { readonly place: Place; readonly column: number };
  /** Several phone numbers in a cell, which can't be told apart for sure. */
  readonly "phones-unclear": { readonly place: Place; readonly column: number };
  /** Several e-mail addresses in a cell, which can't be told apart for sure. */
  readonly "emails-unclear": { readonly place: Place; readonly column: number };
  /** A cell with both names of a person, without the first name that stands in a column of its own. */
  readonly "names-differ": { readonly place: Place; readonly column: number };
  /** A row with `brak`, a dash or the like in the place of a surname. */
  readonly "no-name": { readonly place: Place };
  /** A row of totals, which is no customer. */
  readonly "total-row": { readonly place: Place };
}

/** A code. */
export type ProblemCode = keyof Problems;

/** A problem. */
export type Problem = {
  readonly [code in ProblemCode]: { readonly code: code } & Problems[code];
}[ProblemCode];
