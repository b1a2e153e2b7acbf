/**
 * What the importer writes: the report, a line for each row; and the rows that failed, in the input's own form
 * with a reason, ready to be corrected and imported again.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";
import type * as Scope from "effect/Scope";
import type { ImportedCustomer } from "../import/books.ts";
import type { Created, Outcome } from "../outcome/model.ts";
import { CustomerJson } from "../customer/json.ts";
import { UnreadableRow } from "../customer/unreadable_row.ts";
import { type Cells, type Format, type InputRow, isFields, reasonField } from "./input.ts";
import { UsageError } from "./usage_error.ts";

/** Writes text to the end of a file. */
type Write = (text: string) => Effect.Effect<void, UsageError>;

const encoder = new TextEncoder();

const create = (
  file: string,
): Effect.Effect<Write, UsageError, FileSystem.FileSystem | Scope.Scope> => {
  const failed = () => new UsageError({ message: `${file}: can't be written` });
  return FileSystem.FileSystem.pipe(
    Effect.flatMap((fs) => fs.open(file, { flag: "w" })),
    Effect.mapError(failed),
    Effect.map((opened) => (text) =>
      text === "" ? Effect.void : Effect.mapError(opened.writeAll(encoder.encode(text)), failed)
    ),
  );
};

/** Takes outcomes in the order of their rows. */
export interface OutputFile {
  readonly write: (customers: ReadonlyArray<ImportedCustomer>) => Effect.Effect<void, UsageError>;
  /** Ends the file in good form. */
  readonly finish: Effect.Effect<void, UsageError>;
}

/** The report: NDJSON, one line per row. */
export const openReport = (
  file: string,
): Effect.Effect<OutputFile, UsageError, FileSystem.FileSystem | Scope.Scope> =>
  Effect.map(create(file), (write) => ({
    write: (customers) => write(customers.map(reportLine).join("")),
    finish: Effect.void,
  }));

/** Nearly all lines are about created customers, and a template is the quicker way to write those. */
const reportLine = ({ index, outcome }: ImportedCustomer): string =>
  outcome._tag === "Created"
    ? `{"index":${index},"outcome":"created","customer_id":${JSON.stringify(outcome.customerId)}}\n`
    : `${JSON.stringify({ index, ...reported(outcome) })}\n`;

const reported = (outcome: Exclude<Outcome, Created>): object => {
  switch (outcome._tag) {
    case "Rejected":
      return { outcome: "rejected", status: outcome.status, message: outcome.message };
    case "Unknown":
      return { outcome: "unknown", message: outcome.message };
    case "NotSent":
      return { outcome: "not_sent", message: outcome.message };
  }
};

/** Finds a row by its index, and forgets it. */
export type TakeRow = (index: number) => InputRow | undefined;

/** The rows that were surely not created: what may exist must not be imported again as it is. */
export const openRejects = (
  file: string,
  format: Format,
  take: TakeRow,
): Effect.Effect<OutputFile, UsageError, FileSystem.FileSystem | Scope.Scope> =>
  Effect.map(create(file), (write) => {
    let count = 0;
    const textOf = (input: InputRow, reason: string): string => {
      const isFirst = count++ === 0;
      const { cells } = input;
      if (cells !== undefined) return (isFirst ? headerOf(cells) : "") + csvLine(cells, reason);
      const value = JSON.stringify(valueWith(input, reason));
      return format === "json" ? `${isFirst ? "[\n" : ",\n"}${value}` : `${value}\n`;
    };
    return {
      write: (customers) =>
        write(
          customers.map(({ index, outcome }) => {
            const input = take(index);
            return input !== undefined && isReject(outcome) ? textOf(input, outcome.message) : "";
          }).join(""),
        ),
      finish: Effect.suspend(() =>
        format === "json" ? write(count === 0 ? "[]\n" : "\n]\n") : Effect.void
      ),
    };
  });

const isReject = (outcome: Outcome) => outcome._tag === "Rejected" || outcome._tag === "NotSent";

/**
 * The byte order mark tells Excel that it is UTF-8. The reason comes first: so it stays in its column if a row
 * has too few cells or too many.
 */
const headerOf = ({ table: { delimiter, header } }: Cells): string =>
  `\uFEFF${row([reasonField, ...header.filter((name) => name !== reasonField)], delimiter)}`;

const csvLine = ({ cells, table: { delimiter, header } }: Cells, reason: string): string =>
  row([reason, ...cells.filter((_, i) => header[i] !== reasonField)], delimiter);

const row = (cells: ReadonlyArray<string>, delimiter: string): string =>
  `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}\r\n`;

const quoted = (cell: string, delimiter: string): string =>
  /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;

const valueWith = ({ line, row }: InputRow, reason: string): object => {
  if (line !== undefined) return { [reasonField]: reason, import_line: line };
  const value = row instanceof CustomerJson ? row.customer : row;
  if (isFields(value)) return { ...value, [reasonField]: reason };
  return { [reasonField]: reason, import_row: value instanceof UnreadableRow ? null : value };
};
