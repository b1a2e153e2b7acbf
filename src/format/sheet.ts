/**
 * A sheet of a workbook as a stream of customers: the reader of tables (`cut/table/reader.ts`) makes them of its rows.
 *
 * @module
 */
import * as Arr from "effect/Array";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import type { TableOptions } from "./cut/table/options.ts";
import { TableReader, type TableRow, type TableRows } from "./cut/table/reader.ts";
import { recordOfSheet } from "./cut/table/record.ts";
import { type FormatError, formatError } from "./error.ts";
import { tellFindings, type TellOptions } from "./tell_findings.ts";
import { rowsOfSheet } from "./xlsx.ts";
import type { XlsxSheet } from "./xlsx/model.ts";

/** How a sheet is read. */
export interface SheetOptions extends TableOptions, TellOptions {}

/**
 * Reads the rows below the header. Places are the sheet's own numbers. A row with a faulty cell in a column that stands
 * for a field becomes an `UnreadableRow`. An unusable header ends the stream with a `FormatError`.
 */
export const readSheet = (
  sheet: XlsxSheet,
  options: SheetOptions,
): Stream.Stream<TableRow, FormatError> =>
  Stream.suspend(() => {
    const table = new TableReader({ unit: "row" }, options);
    // A text may hold it in Excel's own way of writing characters that XML has not.
    table.expectNul();
    const tell = tellFindings(options, () => table.findings);
    const read = Stream.map(rowsOfSheet(sheet), (rows) => {
      for (const row of rows) table.add(recordOfSheet(row));
      tell(false);
      return table.takeRows();
    });
    const end = Stream.sync(() => {
      table.finish();
      tell(true);
      return table.takeRows();
    });
    return Stream.concat(read, end).pipe(
      Stream.mapEffect(rowsOrError),
      Stream.filter(Arr.isReadonlyArrayNonEmpty),
      Stream.flattenArray,
    );
  });

const rowsOrError = (read: TableRows): Effect.Effect<ReadonlyArray<TableRow>, FormatError> =>
  "problem" in read ? Effect.fail(formatError(read.problem)) : Effect.succeed(read);
