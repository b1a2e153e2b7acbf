/**
 * The rows of the input. Each row keeps its original form, so that the rejects can be written in it.
 *
 * @module
 */
import * as Stream from "effect/Stream";
import { readCsv } from "../../format/csv.ts";
import type { CsvTable } from "../../format/cut/csv.ts";
import type { Findings } from "../../format/cut/table/findings.ts";
import type { TableOptions } from "../../format/cut/table/options.ts";
import { type JsonRow, withoutSpareCommas } from "../../format/cut/json_rows.ts";
import { type FormatError, formatError } from "../../format/error.ts";
import { readJson } from "../../format/json.ts";
import { readNdjson } from "../../format/ndjson.ts";
import { reasonField, withoutReason } from "../reason.ts";
import { isBulkAction, type JsonShape } from "./json_shape.ts";

/** A row of the input, with what it takes to write it out again. */
export interface InputRow {
  /** A customer, if all is well. */
  readonly row: unknown;
  /** The file's own number of the row: its line, the sheet's row, or the number of the element. */
  readonly place: number;
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
  /** How the header and the rows are read. */
  readonly table: Pick<TableOptions, "map" | "skip" | "unknownColumns" | "headerRow" | "fullName">;
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
export const readRows = (
  reading: Reading,
  bytes: Bytes,
  csv: CsvInput,
  onFindings: (findings: Findings) => void = () => {},
): Rows => {
  switch (reading.format) {
    case "xlsx":
      return xlsxRows(bytes);
    case "csv":
      return csvRows(bytes, reading.encoding, csv, onFindings);
    default:
      return jsonRows(bytes, reading.encoding, reading.shape);
  }
};

/** The place where workbooks will be read. */
const xlsxRows = (_: Bytes): Rows => Stream.fail(formatError({ code: "file-kind", kind: "xlsx" }));

const csvRows = (
  bytes: Bytes,
  encoding: string,
  { delimiter, table }: CsvInput,
  onFindings: (findings: Findings) => void,
): Rows =>
  readCsv(bytes, {
    ...table,
    maxRowLength: maxRowBytes,
    delimiter,
    encoding,
    required: "surname",
    ignored: [reasonField],
    onFindings,
  }).pipe(
    Stream.map(({ row, place, ...cells }) => ({ row, place, cells })),
  );

const jsonRows = (bytes: Bytes, encoding: string, shape: JsonShape): Rows => {
  if (shape.read === "lines") {
    const read = readNdjson(bytes, maxRowBytes, { encoding, tidy: tidyLine });
    const rows = shape.isBulk ? Stream.filter(read, ({ row }) => !isBulkAction(row)) : read;
    return Stream.map(rows, withoutReason);
  }
  const read = readJson(bytes, { rows: shape.rows, maxLength: maxRowBytes, encoding });
  return isByElement(shape) ? counted(read) : Stream.map(read, withoutReason);
};

/** Whether rows are counted as elements: many elements of a list may stand on one line. */
export const isByElement = (shape: JsonShape): boolean =>
  shape.read !== "lines" && shape.rows.in !== "values";

const counted = (rows: Stream.Stream<JsonRow, FormatError>): Rows =>
  Stream.suspend(() => {
    let place = 0;
    return Stream.map(rows, (row) => withoutReason({ ...row, place: ++place }));
  });

/** A line without what programs write around its value. */
const tidyLine = (line: string): string =>
  withoutSpareCommas(line.replace(/^[\s\p{Cc}]+/u, "").trimEnd());
