/**
 * The rows of the input. Each row keeps its original form, so that the rejects can be written in it.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { readCsv } from "../../format/csv.ts";
import type { CsvTable } from "../../format/cut/csv.ts";
import type { TableOptions } from "../../format/cut/table/options.ts";
import { FormatError } from "../../format/error.ts";
import { readJson } from "../../format/json.ts";
import { readNdjson } from "../../format/ndjson.ts";
import { readAhead } from "../../format/read_ahead.ts";
import { reasonField, withoutReason } from "../reason.ts";
import { type Encoding, encodingOfHead, isUtf16 } from "./encoding.ts";
import { withAdvice } from "./advice.ts";
import type { Format } from "./format.ts";

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
  /** The line on which the row begins. */
  readonly place: number;
  readonly table: CsvTable;
}

/** How CSV is read. */
export interface CsvInput {
  readonly delimiter: string | undefined;
  readonly encoding: Encoding | undefined;
  /** How the header and the rows are read. */
  readonly table: Pick<TableOptions, "map" | "skip" | "unknownColumns" | "headerRow" | "fullName">;
}

type Bytes = Stream.Stream<Uint8Array, FormatError>;
type Rows = Stream.Stream<InputRow, FormatError>;

/** A row may be as long as a request to Thulium. */
const maxRowBytes = 1_048_576;

/** Reads the rows of a format. */
export const readRows = (format: Format, bytes: Bytes, csv: CsvInput): Rows => {
  switch (format) {
    case "csv":
      return csvRows(bytes, csv);
    case "ndjson":
      return Stream.map(readNdjson(bytes, maxRowBytes), withoutReason);
    case "json":
      return Stream.map(readJson(bytes, maxRowBytes), (row) => withoutReason({ row }));
  }
};

const csvRows = (bytes: Bytes, { delimiter, encoding, table }: CsvInput): Rows =>
  Stream.unwrap(
    Effect.map(
      readAhead(bytes, (part) => part.length > 0, maxRowBytes),
      ({ all, head }) =>
        isUtf16(head) ? Stream.fail(utf16) : readCsv(all, {
          ...table,
          maxRowLength: maxRowBytes,
          delimiter,
          encoding: encoding ?? encodingOfHead(head),
          required: "surname",
          ignored: [reasonField],
        }).pipe(
          Stream.map(({ row, ...cells }) => ({ row, cells })),
          Stream.mapError(withAdvice),
        ),
    ),
  );

const utf16 = new FormatError({ message: "the input is UTF-16: save it as CSV in UTF-8" });
