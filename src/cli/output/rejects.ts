/**
 * The rejects: the rows that were certainly not created, in the format of the input and with the reason, ready to be
 * corrected and imported again. A row that exists or may exist in Thulium is not among them, because importing it again
 * as it is could create the customer twice.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as FileSystem from "effect/FileSystem";
import type * as Scope from "effect/Scope";
import { CustomerJson } from "../../customer/json.ts";
import { UnreadableRow } from "../../customer/unreadable_row.ts";
import { guardFormula } from "../../format/cut/table/formula.ts";
import { LongNumber } from "../../internal/json.ts";
import type { Outcome } from "../../outcome/model.ts";
import type { Cells, InputRow } from "../input/rows.ts";
import { isFields, reasonField } from "../reason.ts";
import type { UsageError } from "../usage_error.ts";
import { reasonOf } from "../row_reason.ts";
import { createFile, type OutputFile, type OutputOptions } from "./file.ts";

/** Makes the file of the rejects. */
export const openRejects = (
  file: string,
  { format, texts, unit }: OutputOptions,
): Effect.Effect<OutputFile, UsageError, FileSystem.FileSystem | Scope.Scope> =>
  Effect.map(createFile(file), (append) => {
    let count = 0;
    const textOf = (input: InputRow, reason: string): string => {
      const isFirst = count++ === 0;
      const { cells } = input;
      if (cells !== undefined) return (isFirst ? headerOf(cells) : "") + csvLine(cells, reason);
      const value = JSON.stringify(valueWith(input, reason), longNumber);
      return format === "json" ? `${isFirst ? "[\n" : ",\n"}${value}` : `${value}\n`;
    };
    return {
      write: (rows) =>
        append(
          rows.map(({ fault, input, outcome, place }) => {
            if (input === undefined || !isReject(outcome)) return "";
            const reason = reasonOf(outcome, fault, unit, texts);
            return textOf(input, `${texts.summary.at(unit, [place], 0)}: ${reason}`);
          }).join(""),
        ),
      finish: Effect.suspend(() =>
        format === "json" ? append(count === 0 ? "[]\n" : "\n]\n") : append("")
      ),
    };
  });

/** Writes a number that a double does not hold as it came; on runtimes that can't do that, in quotes. */
const longNumber = (_: string, value: unknown): unknown => {
  if (!(value instanceof LongNumber)) return value;
  const { rawJSON } = JSON as { readonly rawJSON?: (text: string) => unknown };
  return rawJSON?.(value.text) ?? value.text;
};

const isReject = (outcome: Outcome) => outcome._tag === "Rejected" || outcome._tag === "NotSent";

/**
 * The byte order mark tells Excel that the file is UTF-8. The reason is the first column, where it stays in its place
 * even if a row has too few or too many cells.
 */
const headerOf = ({ table }: Cells): string =>
  `\uFEFF${csvRow([reasonField, ...table.header.filter((name) => name !== reasonField)], table)}`;

const csvLine = ({ cells, table }: Cells, reason: string): string =>
  csvRow([reason, ...cells.filter((_, i) => table.header[i] !== reasonField)], table);

/** A sheet has no delimiter: Polish Excel's is taken. */
const csvRow = (
  cells: ReadonlyArray<string>,
  { delimiter = ";", header }: Cells["table"],
): string => {
  const isOurs = header.includes(reasonField);
  const written = cells.map((cell) => quoted(guardFormula(cell, isOurs), delimiter));
  return `${written.join(delimiter)}\r\n`;
};

const quoted = (cell: string, delimiter: string): string =>
  /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;

const valueWith = ({ line, row }: InputRow, reason: string): object => {
  if (line !== undefined) return { [reasonField]: reason, import_line: line };
  const value = row instanceof CustomerJson ? row.customer : row;
  if (isFields(value)) return { ...value, [reasonField]: reason };
  return { [reasonField]: reason, import_row: value instanceof UnreadableRow ? null : value };
};
