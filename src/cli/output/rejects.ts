/**
 * The rejects: the rows that were certainly not created, in the format of the input and with the reason, ready to be
 * corrected and imported again. **Corrections are not overwritten:** rejects that are there already are refused. A row that exists or may exist in Thulium is not among them, because importing it again
 * as it is could create the customer twice.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import { CustomerJson } from "../../customer/json.ts";
import { UnreadableRow } from "../../customer/unreadable_row.ts";
import { LongNumber } from "../../internal/json.ts";
import { formatOfName } from "../input/format.ts";
import type { Cells, InputRow } from "../input/rows.ts";
import { isFields, reasonField } from "../reason.ts";
import type { UsageError } from "../usage_error.ts";
import { createFile, ofNobody, type OutputFile, type OutputOptions } from "./file.ts";
import { cellsOf, headerOf, type Reject, rejectsOf } from "./reject.ts";

/** Makes the file of the rejects. Those of a workbook are CSV if the file is named so. */
export const openRejects = (
  file: string,
  options: OutputOptions,
): Effect.Effect<OutputFile, UsageError, Scope.Scope> =>
  options.format === "xlsx" && formatOfName(file) !== "csv"
    ? Effect.flatMap(
      // Loaded when it is needed: few imports write workbooks.
      Effect.promise(() => import("./rejects_workbook.ts")),
      ({ openWorkbookRejects }) => openWorkbookRejects(file, options),
    )
    : openTextRejects(file, options);

const openTextRejects = (
  file: string,
  { format, texts, unit }: OutputOptions,
): Effect.Effect<OutputFile, UsageError, Scope.Scope> =>
  Effect.map(createFile(file, { refusesOld: true }), (append) => {
    let count = 0;
    const textOf = ({ input, reason }: Reject): string => {
      const isFirst = count++ === 0;
      const { cells } = input;
      if (cells !== undefined) return (isFirst ? csvHeader(cells) : "") + csvLine(cells, reason);
      const value = JSON.stringify(valueWith(input, reason), longNumber);
      return format === "json" ? `${isFirst ? "[\n" : ",\n"}${value}` : `${value}\n`;
    };
    return {
      write: (rows) => append(rejectsOf(rows, unit, texts).map(textOf).join("")),
      finish: Effect.suspend(() =>
        format === "json" ? append(count === 0 ? ofNobody : "\n]\n") : append("")
      ),
    };
  });

/** Writes a number that a double does not hold as it came; on runtimes that can't do that, in quotes. */
const longNumber = (_: string, value: unknown): unknown => {
  if (!(value instanceof LongNumber)) return value;
  const { rawJSON } = JSON as { readonly rawJSON?: (text: string) => unknown };
  return rawJSON?.(value.text) ?? value.text;
};

/** The byte order mark tells Excel that the file is UTF-8. */
const csvHeader = (cells: Cells): string => `\uFEFF${csvRow(headerOf(cells), cells)}`;

/** A sheet does not write the empty cells at a row's end, and CSV must. */
const csvLine = (cells: Cells, reason: string): string => {
  const written = cellsOf(cells, reason);
  const missing = cells.table.delimiter === undefined
    ? Math.max(0, headerOf(cells).length - written.length)
    : 0;
  return csvRow([...written, ...Array<string>(missing).fill("")], cells);
};

/** A sheet has no delimiter: Polish Excel's is taken. */
const csvRow = (cells: ReadonlyArray<string>, { table: { delimiter = ";" } }: Cells): string =>
  `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`;

const quoted = (cell: string, delimiter: string): string =>
  /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;

const valueWith = ({ line, row }: InputRow, reason: string): object => {
  if (line !== undefined) return { [reasonField]: reason, import_line: line };
  const value = row instanceof CustomerJson ? row.customer : row;
  if (isFields(value)) return { ...value, [reasonField]: reason };
  return { [reasonField]: reason, import_row: value instanceof UnreadableRow ? null : value };
};
