/**
 * The rows of the input. Each row keeps its original form, so that the rejects can be written in it.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import type { Findings } from "../../format/cut/table/findings.ts";
import type { TableOptions } from "../../format/cut/table/options.ts";
import type { TableRow } from "../../format/cut/table/reader.ts";
import { withoutSpareCommas } from "../../format/cut/json_rows.ts";
import type { JsonRow } from "../../format/cut/take.ts";
import type { FormatError } from "../../format/error.ts";
import { readJson } from "../../format/json.ts";
import { longestRow } from "../../format/longest_row.ts";
import { readNdjson } from "../../format/ndjson.ts";
import { reasonField, withoutReason } from "../reason.ts";
import { isBulkAction, type JsonShape } from "./json_shape.ts";
import type { KnownChunks } from "./known_chunks.ts";

/** A row of the input, with what it takes to write it out again. */
export interface InputRow {
  /** A customer, if all is well. */
  readonly row: unknown;
  /** The file's own number of the row: its line, the sheet's row, or the number of the element. */
  readonly place: number;
  /** The line of NDJSON that is not valid JSON. */
  readonly line?: string | undefined;
  /** The cells of a row of a table. */
  readonly cells?: Cells | undefined;
}

/** The cells of a row of a table. */
export type Cells = Pick<TableRow, "cells" | "faults" | "table">;

/** How a table is read. */
export interface TableInput {
  /** How the header and the rows are read. */
  readonly table: Pick<TableOptions, "map" | "skip" | "unknownColumns" | "headerRow" | "fullName">;
}

/** How CSV is read. */
export interface CsvInput extends TableInput {
  readonly delimiter: string | undefined;
}

/** How text is read, and the name of the encoding that its bytes of UTF-8 came from. */
export type Reading =
  | { readonly format: "csv"; readonly encoding: string }
  | {
    readonly format: "json" | "ndjson";
    readonly encoding: string;
    readonly shape: JsonShape;
  };

type Bytes<E> = Stream.Stream<Uint8Array, E | FormatError>;
type Rows<E> = Stream.Stream<InputRow, E | FormatError>;

/** What the reading of text needs. */
export interface RowsInput<E = never> {
  readonly bytes: Bytes<E>;
  readonly csv: CsvInput;
  readonly onFindings?: ((findings: Findings) => void) | undefined;
  /** What a visit proved of lines. */
  readonly known?: KnownChunks | undefined;
}

/** Reads the rows of text. */
export const readRows = <E>(
  reading: Reading,
  { bytes, csv, known, onFindings = () => {} }: RowsInput<E>,
): Rows<E> =>
  reading.format === "csv"
    ? csvRows(bytes, reading.encoding, csv, onFindings)
    : jsonRows(bytes, reading.encoding, reading.shape, known);

/** How each table is read. */
export const tableOptions = ({ table }: TableInput, onFindings: (findings: Findings) => void) => ({
  ...table,
  required: "surname",
  refusesNoName: true,
  ignored: [reasonField],
  onFindings,
});

/** A row of a table as a row of the input. */
export const rowOfTable = (read: TableRow): InputRow => ({
  row: read.row,
  place: read.place,
  cells: read,
});

const csvRows = <E>(
  bytes: Bytes<E>,
  encoding: string,
  csv: CsvInput,
  onFindings: (findings: Findings) => void,
): Rows<E> =>
  Stream.unwrap(
    Effect.map(
      // Loaded when it is needed: it is a third of the importer's modules.
      Effect.promise(() => import("../../format/csv.ts")),
      ({ readCsv }) => {
        const options = { ...tableOptions(csv, onFindings), delimiter: csv.delimiter, encoding };
        return Stream.map(readCsv(bytes, { ...options, maxRowLength: longestRow }), rowOfTable);
      },
    ),
  );

const jsonRows = <E>(
  bytes: Bytes<E>,
  encoding: string,
  shape: JsonShape,
  known: KnownChunks | undefined,
): Rows<E> => {
  if (shape.read === "lines") {
    const knownLines = known && (() => known.compare());
    const read = readNdjson(bytes, longestRow, { encoding, tidy: tidyLine, knownLines });
    const rows = shape.isBulk ? Stream.filter(read, ({ row }) => !isBulkAction(row)) : read;
    return Stream.map(rows, withoutReason);
  }
  const read = readJson(bytes, { rows: shape.rows, maxLength: longestRow, encoding });
  return isByElement(shape) ? counted(read) : Stream.map(read, withoutReason);
};

/** Whether rows are counted as elements: many elements of a list may stand on one line. */
export const isByElement = (shape: JsonShape): boolean =>
  shape.read !== "lines" && shape.rows.in !== "values";

const counted = <E>(rows: Stream.Stream<JsonRow, E | FormatError>): Rows<E> =>
  Stream.suspend(() => {
    let place = 0;
    return Stream.map(rows, (row) => withoutReason({ ...row, place: ++place }));
  });

/** A line without what programs write around its value. */
export const tidyLine = (line: string): string =>
  withoutSpareCommas(line.replace(/^[\s\p{Cc}]+/u, "").trimEnd());
