/**
 * The rows of the input from a place on, entered into the books of the rows that are under way.
 *
 * @module
 */
import * as Stream from "effect/Stream";
import type { FormatError } from "../format/error.ts";
import type { Input } from "./input/open.ts";
import type { InputRow } from "./input/rows.ts";
import type { RowsUnderWay } from "./rows_under_way.ts";

/** What `importCustomers` takes of each row. */
export const rowsFrom = (
  { rows }: Pick<Input, "rows">,
  from: number | undefined,
  underWay: RowsUnderWay,
): Stream.Stream<unknown, FormatError> =>
  Stream.map(from === undefined ? rows : Stream.filter(rows, isFrom(from, underWay)), (row) => {
    underWay.enter(row);
    return row.row;
  });

const isFrom = (from: number, underWay: RowsUnderWay) => ({ place }: InputRow): boolean => {
  if (place < from) underWay.skip(place);
  return place >= from;
};
