/**
 * What a workbook is for its reader: a source of bytes, sheets, rows of cells, and what may be wrong with a cell.
 *
 * @module
 */

/** Bytes that can be read at any place: the directory of a ZIP is at its end. */
export interface XlsxSource {
  /** How many bytes there are. */
  readonly size: number;
  /** Reads `length` bytes at `offset`. They are all there: `offset + length` is at most `size`. */
  readonly read: (offset: number, length: number) => Uint8Array | Promise<Uint8Array>;
}

/**
 * Why the text of a cell is not what its author meant.
 *
 * - `digits lost`: a number of more than 15 digits, of which a spreadsheet keeps 15.
 * - `error value`: the result of a formula is an error, such as `#N/A`. The text is the error's name.
 * - `formula without a value`: the program that wrote the workbook did not calculate. The text is empty.
 */
export type CellFault = "digits lost" | "error value" | "formula without a value";

/** A row that has a cell with text, or with a fault. */
export interface XlsxRow {
  /** The sheet's own number of the row, from 1. Numbers ascend; those of empty rows are passed over. */
  readonly number: number;
  /**
   * Texts from column A on, as a person sees them where that carries meaning. Numbers have no exponent and a decimal
   * point; dates are ISO 8601; booleans are `true` and `false`. A gap is an empty text, and so is a merged cell, except
   * at the top left. The last text is not empty, unless its cell has a fault.
   */
  readonly cells: ReadonlyArray<string>;
  /** What is wrong with cells, by their index in `cells`. Missing in most rows. */
  readonly faults?: ReadonlyMap<number, CellFault> | undefined;
  /** Whether the row is hidden, for example by a filter. */
  readonly isHidden: boolean;
}

/** A sheet of cells. */
export interface XlsxSheet {
  readonly name: string;
  /** Whether the tab is hidden. */
  readonly isHidden: boolean;
  /**
   * Reads the rows, in chunks that are not empty. The source is read as far as rows are asked for.
   *
   * **A damaged workbook may be noticed only at its end, by its checksum.** Who acts on rows before the end calls
   * {@linkcode XlsxSheet.verify} first.
   */
  readonly rows: () => AsyncGenerator<ReadonlyArray<XlsxRow>, void, undefined>;
  /** Unpacks the sheet once, and fails with an `XlsxError` if its checksum is wrong or it is too large. */
  readonly verify: () => Promise<void>;
}

/** An open workbook. */
export interface XlsxWorkbook {
  /** The sheets of cells, in the order of their tabs. There is at least one. */
  readonly sheets: ReadonlyArray<XlsxSheet>;
  /**
   * The sheet of a name, in any case; without a name the first one that is visible, or else the first one. Throws an
   * `XlsxError` that names the sheets if there is none of that name.
   */
  readonly sheet: (name?: string) => XlsxSheet;
}

/** A source of bytes that are in memory. */
export const sourceOfBytes = (bytes: Uint8Array): XlsxSource => ({
  size: bytes.length,
  read: (offset, length) => bytes.subarray(offset, offset + length),
});
