/**
 * The records of a table, as CSV and a spreadsheet give them: cells, and the place in the file. The table's reader
 * (`reader.ts`) makes customers of them, and does not care which of the two they came from.
 *
 * @module
 */
import type { CellFault, XlsxRow } from "../../xlsx/model.ts";

/** A row of a sheet as a record. */
export const recordOfSheet = ({ cells, faults, isHidden, number }: XlsxRow): TableRecord => ({
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
