/**
 * The rows of the input. Each row keeps its original form, so that the rejects can be written in it.
 *
 * @module
 */
import * as Stream from "effect/Stream";
import { readCsv } from "../../format/csv.ts";
import type { CsvTable } from "../../format/cut/csv.ts";
import { fieldOfPolish } from "../../format/cut/polish_headers.ts";
import { withoutSpareCommas } from "../../format/cut/json_rows.ts";
import { type FormatError, formatError } from "../../format/error.ts";
import { readJson } from "../../format/json.ts";
import { readNdjson } from "../../format/ndjson.ts";
import { withoutReason } from "../reason.ts";
import { isBulkAction, type JsonShape } from "./json_shape.ts";

/** A row of the input, with what it takes to write it out again. */
export interface InputRow {
  /** A customer, if all is well. */
  readonly row: unknown;
  /** The line of NDJSON that is not valid JSON. */
  readonly line?: string | undefined;
  /** The cells of a CSV row. */
  readonly cells?: Cells | undefined;
}

/** The cells of a CSV row, and the table that they belong to. */
export interface Cells {
  readonly cells: ReadonlyArray<string>;
  readonly table: CsvTable;
}

/** How CSV is read. */
export interface CsvInput {
  readonly delimiter: string | undefined;
  /** Fields by the column names that stand for them. */
  readonly columns: { readonly [name: string]: string };
}

/** How an input is read, and the name of the encoding that its bytes of UTF-8 came from. */
export type Reading =
  | { readonly format: "xlsx" }
  | { readonly format: "csv"; readonly encoding: string }
  | {
    readonly format: "json" | "ndjson";
    readonly encoding: string;
    readonly shape: JsonShape;
  };

type Bytes = Stream.Stream<Uint8Array, FormatError>;
type Rows = Stream.Stream<InputRow, FormatError>;

/** A row may be as long as a request to Thulium. */
export const maxRowBytes = 1_048_576;

/** Reads the rows of an input. */
export const readRows = (reading: Reading, bytes: Bytes, csv: CsvInput): Rows => {
  switch (reading.format) {
    case "xlsx":
      return xlsxRows(bytes);
    case "csv":
      return csvRows(bytes, reading.encoding, csv);
    default:
      return jsonRows(bytes, reading.encoding, reading.shape);
  }
};

/** The place where workbooks will be read. */
const xlsxRows = (_: Bytes): Rows => Stream.fail(formatError({ code: "file-kind", kind: "xlsx" }));

const csvRows = (bytes: Bytes, encoding: string, { columns, delimiter }: CsvInput): Rows =>
  readCsv(bytes, {
    maxRowLength: maxRowBytes,
    delimiter,
    encoding,
    fieldOf: (name) => Object.hasOwn(columns, name) ? columns[name] : fieldOfPolish(name),
    required: "surname",
  }).pipe(
    Stream.map(({ row, ...cells }) => withoutReason({ row, cells })),
  );

const jsonRows = (bytes: Bytes, encoding: string, shape: JsonShape): Rows => {
  const read: Rows = shape.read === "lines"
    ? readNdjson(bytes, maxRowBytes, { encoding, tidy: tidyLine })
    : readJson(bytes, { rows: shape.rows, maxLength: maxRowBytes, encoding });
  const rows = shape.read === "lines" && shape.isBulk
    ? Stream.filter(read, ({ row }) => !isBulkAction(row))
    : read;
  return Stream.map(rows, (row) => withoutReason(row));
};

/** A line without what programs write around its value. */
const tidyLine = (line: string): string =>
  withoutSpareCommas(line.replace(/^[\s\p{Cc}]+/u, "").trimEnd());
