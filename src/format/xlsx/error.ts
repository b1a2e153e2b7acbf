/**
 * The error of a workbook that can't be read or written. It names the place and the rule. It holds no value of a cell.
 *
 * @module
 */

/**
 * What is wrong with a workbook.
 *
 * - `not-xlsx`: it is something else.
 * - `encrypted`: it has a password.
 * - `old-xls`: it has the form of Excel before 2007.
 * - `no-such-sheet`: it has no sheet of that name.
 * - `too-large`: it goes beyond a limit; perhaps it was made to use up memory or time.
 * - `damaged`: bytes are missing or wrong.
 * - `not-valid`: a program wrote it that does not follow the format.
 */
export type XlsxErrorCode =
  | "not-xlsx"
  | "encrypted"
  | "old-xls"
  | "no-such-sheet"
  | "too-large"
  | "damaged"
  | "not-valid";

/** A workbook can't be read any further, or a cell can't be written. */
export class XlsxError extends Error {
  /** The error's name. */
  override readonly name = "XlsxError";
  /** What is wrong, for programs. */
  readonly code: XlsxErrorCode;
  /** Where: "the workbook", a part of it, or a cell. */
  readonly place: string;
  /** The rule that is broken, and what helps. */
  readonly rule: string;
  /** Of `no-such-sheet`: the names of the sheets that there are. */
  readonly sheets: ReadonlyArray<string>;

  /** The message is the place and the rule. */
  constructor(
    code: XlsxErrorCode,
    place: string,
    rule: string,
    sheets: ReadonlyArray<string> = [],
  ) {
    super(`${place} ${rule}`);
    this.code = code;
    this.place = place;
    this.rule = rule;
    this.sheets = sheets;
  }
}

/** The error of a part whose bytes are not those that were written. */
export const damaged = (place: string): XlsxError =>
  new XlsxError("damaged", place, "is damaged or cut off");
