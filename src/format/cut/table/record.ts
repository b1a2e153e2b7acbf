/**
 * The records of a table, as CSV and a spreadsheet give them: cells, and the place in the file. The table's reader
 * (`reader.ts`) makes customers of them, and does not care which of the two they came from.
 *
 * @module
 */

/**
 * Why the text of a sheet's cell is not what its author meant.
 *
 * - `digits lost`: a number of more than 15 digits, of which a spreadsheet keeps 15.
 * - `error value`: the result of a formula is an error, such as `#N/A`.
 * - `formula without a value`: the program that wrote the sheet did not calculate.
 */
export type CellFault = "digits lost" | "error value" | "formula without a value";

/** A row of a sheet, as readers of workbooks give it. */
export interface SheetRow {
  /** The sheet's own number of the row, from 1. */
  readonly number: number;
  readonly cells: ReadonlyArray<string>;
  readonly faults?: ReadonlyMap<number, CellFault> | undefined;
  readonly isHidden: boolean;
}

/** A row of a sheet as a record. */
export const recordOfSheet = ({ cells, faults, isHidden, number }: SheetRow): TableRecord => ({
  ...{ cells, place: number, faults, isHidden },
});

/** A record of a table. */
export interface TableRecord {
  /** The texts of the cells, as the file has them. */
  readonly cells: ReadonlyArray<string>;
  /** The file's own number, from 1: of the line on which the record begins, or of the sheet's row. */
  readonly place: number;
  /** What is wrong with cells, by their index. Only sheets tell. */
  readonly faults?: ReadonlyMap<number, CellFault> | undefined;
  /** Whether the sheet's row is hidden. Hidden rows are read like others, and counted. */
  readonly isHidden?: boolean | undefined;
}
