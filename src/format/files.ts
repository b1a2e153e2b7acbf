/**
 * Files as streams of rows for `importCustomers`. Each row comes as a `ReferencedRow`, whose reference is the file's own
 * number of the row: the line of a text, the row of a sheet, the element of a JSON list. A row that can't be read is
 * among them as an `UnreadableRow`, in its place.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { ReferencedRow } from "../customer/referenced_row.ts";
import { readCsv } from "./csv.ts";
import { meaningsOf } from "./cut/table/known_columns.ts";
import type { TableOptions } from "./cut/table/options.ts";
import type { FormatError } from "./error.ts";
import { readJson } from "./json.ts";
import { readNdjson } from "./ndjson.ts";
import { longestRow } from "./longest_row.ts";
import { readAhead } from "./read_ahead.ts";
import { readSheet } from "./sheet.ts";
import type { TellOptions } from "./tell_findings.ts";
import { openSheet, type XlsxOptions } from "./xlsx.ts";
import type { XlsxSource } from "./xlsx/model.ts";

/** The bytes of a file. Those of a text are in UTF-8: decode others before. They must not change while they are read. */
export type FileBytes<E, R> = Stream.Stream<Uint8Array, E, R>;

/** The rows of a file. */
export type FileRows<E, R> = Stream.Stream<ReferencedRow, E | FormatError, R>;

/** How long a row may be. */
export interface RowOptions {
  /**
   * The longest row: bytes of NDJSON, UTF-16 code units of CSV and JSON. A longer one becomes an `UnreadableRow`.
   *
   * @default 1_048_576
   */
  readonly maxRowLength?: number | undefined;
}

/**
 * How the columns of a table are read.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `map` | none | Fields by the names of the columns that stand for them, before all names that are known. |
 * | `skip` | none | Columns that are left out, by name. |
 * | `headerRow` | the first row that is not blank, or the one that is certainly a header below title lines | The place of the header, from 1: its line, or the sheet's row. |
 * | `fullName` | "surname"; beside a column with the first name, what remains without it | What becomes of a column with both names (`Imię i nazwisko`, `Full name`). |
 * | `onFindings` | nobody is told | Is told what was seen: when the header was read, and at the end. |
 */
export interface ColumnOptions
  extends Omit<TableOptions, "ignored" | "refusesNoName" | "unknownColumns">, TellOptions {
  /**
   * A field that a column must name: without it the first row is probably no header, and a header is looked for below
   * title lines.
   *
   * @default "surname"
   */
  readonly required?: string | undefined;
  /**
   * What becomes of columns that stand for no field of the contract: the table is refused, with all of their names; they are
   * left out; or each becomes a field of its own name, which `importCustomers` refuses row by row unless it passes
   * unknown fields on.
   *
   * @default "refuse"
   */
  readonly unknownColumns?: "refuse" | "skip" | "pass" | undefined;
}

/**
 * How CSV is read.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `map` | none | Fields by the names of the columns that stand for them, before all names that are known. |
 * | `skip` | none | Columns that are left out, by name. |
 * | `headerRow` | the first row that is not blank, or the one that is certainly a header below title lines | The place of the header, from 1: its line, or the sheet's row. |
 * | `fullName` | "surname"; beside a column with the first name, what remains without it | What becomes of a column with both names (`Imię i nazwisko`, `Full name`). |
 * | `onFindings` | nobody is told | Is told what was seen: when the header was read, and at the end. |
 * | `required` | "surname" | A field that a column must name: without it the first row is probably no header, and a header is looked for below title lines. |
 * | `unknownColumns` | "refuse" | What becomes of columns that stand for no field of the contract: the table is refused, with all of their names; they are left out; or each becomes a field of its own name, which `importCustomers` refuses row by row unless it passes unknown fields on. |
 * | `maxRowLength` | 1_048_576 | The longest row: bytes of NDJSON, UTF-16 code units of CSV and JSON. |
 */
export interface CsvFileOptions extends ColumnOptions, RowOptions {
  /**
   * The sign between cells.
   *
   * @default found in the first lines
   */
  readonly delimiter?: string | undefined;
}

const referenced = ({ place, row }: { readonly place: number; readonly row: unknown }) =>
  new ReferencedRow(row, place);

const columnsOf = (options: ColumnOptions): ColumnOptions => ({
  ...options,
  required: options.required ?? "surname",
  unknownColumns: options.unknownColumns ?? "refuse",
});

/**
 * CSV with a header row (RFC 4180), as people have it: the delimiter is found, the columns may have the names that
 * programs give them in Polish, English and German, and title lines, blank rows and repeated headers are left out.
 *
 * @example
 * ```ts
 * import { BatchCall, importCustomers } from "@thulium-effect/batch-customers";
 * import { csvRows } from "@thulium-effect/batch-customers/files";
 * import * as Effect from "effect/Effect";
 * import * as Stream from "effect/Stream";
 *
 * const bytes = Stream.make(new TextEncoder().encode("Nazwisko;Telefon\nKowalska;600 100 200\n"));
 * const program = importCustomers(csvRows(bytes)).pipe(
 *   Stream.runForEach(({ outcome, reference }) => Effect.logInfo(`line ${reference}: ${outcome._tag}`)),
 *   Effect.provide(BatchCall.layerEnv()),
 * );
 * ```
 */
export const csvRows = <E, R>(
  bytes: FileBytes<E, R>,
  options: CsvFileOptions = {},
): FileRows<E, R> => {
  const { maxRowLength = longestRow } = options;
  return Stream.map(
    readCsv(bytes, { ...options, ...columnsOf(options), maxRowLength }),
    referenced,
  );
};

/** NDJSON: each line is one customer as JSON. Blank lines are passed over. */
export const ndjsonRows = <E, R>(
  bytes: FileBytes<E, R>,
  { maxRowLength = longestRow }: RowOptions = {},
): FileRows<E, R> => Stream.map(readNdjson(bytes, maxRowLength), referenced);

/**
 * How JSON is read.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `maxRowLength` | 1_048_576 | The longest row: bytes of NDJSON, UTF-16 code units of CSV and JSON. |
 */
export interface JsonFileOptions extends RowOptions {
  /**
   * The key of the list, if the document is an object.
   *
   * @default "customers"
   */
  readonly key?: string | undefined;
}

const objectStart = 0x7b;
/** White space, and the bytes of a byte order mark. */
const passedOver: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);
const firstSign = (bytes: Uint8Array) => bytes.find((byte) => !passedOver.has(byte));

/** JSON: a list of customers, or an object that holds one. The list is never in memory as a whole. */
export const jsonRows = <E, R>(
  bytes: FileBytes<E, R>,
  { key = "customers", maxRowLength = longestRow }: JsonFileOptions = {},
): FileRows<E, R> =>
  Stream.unwrap(
    Effect.map(
      readAhead(bytes, (part) => firstSign(part) !== undefined, maxRowLength),
      ({ all, head }) => {
        const keys = firstSign(head) === objectStart ? [key] : [];
        const options = { maxLength: maxRowLength, encoding: "UTF-8" };
        let element = 0;
        return Stream.map(
          readJson(all, { ...options, rows: { in: "list", keys } }),
          ({ row }) => new ReferencedRow(row, ++element),
        );
      },
    ),
  );

/**
 * How a workbook is read.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `map` | none | Fields by the names of the columns that stand for them, before all names that are known. |
 * | `skip` | none | Columns that are left out, by name. |
 * | `headerRow` | the first row that is not blank, or the one that is certainly a header below title lines | The place of the header, from 1: its line, or the sheet's row. |
 * | `fullName` | "surname"; beside a column with the first name, what remains without it | What becomes of a column with both names (`Imię i nazwisko`, `Full name`). |
 * | `onFindings` | nobody is told | Is told what was seen: when the header was read, and at the end. |
 * | `required` | "surname" | A field that a column must name: without it the first row is probably no header, and a header is looked for below title lines. |
 * | `unknownColumns` | "refuse" | What becomes of columns that stand for no field of the contract: the table is refused, with all of their names; they are left out; or each becomes a field of its own name, which `importCustomers` refuses row by row unless it passes unknown fields on. |
 * | `maxUnpackedBytes` | 2 GiB | Most bytes that a sheet, or the texts that cells share, unpack to. |
 * | `maxRatio` | 200 | A part may unpack to so many times its packed size, beyond the first 16 MiB. |
 * | `maxTextBytes` | 128 MiB | Most bytes of memory for the texts that cells share. |
 * | `maxCellLength` | 131,068 | Longest text of a cell, in UTF-16 code units. |
 * | `maxRowLength` | 1,048,576 | Longest row, in UTF-16 code units. |
 * | `maxColumns` | 2,000 | Most columns. |
 * | `sheet` | the first sheet that is visible | The name of the sheet, in any case. |
 * | `isVerified` | true | Whether the sheet's checksum is proved before the first row is given. |
 */
export interface XlsxFileOptions extends ColumnOptions, XlsxOptions {}

/**
 * A sheet of an Excel workbook (`.xlsx`), as a person sees it: leading zeros of a mask stay, dates are ISO. A row with a
 * cell that lost digits, holds an error, or a formula without a value becomes an `UnreadableRow`.
 */
export const xlsxRows = (
  source: XlsxSource,
  options: XlsxFileOptions = {},
): FileRows<never, never> => {
  // The header's row is no limit of a workbook.
  const { headerRow: _, ...workbook } = options;
  return Stream.unwrap(
    Effect.map(
      openSheet(source, workbook),
      ({ sheet }) => Stream.map(readSheet(sheet, columnsOf(options)), referenced),
    ),
  );
};

/**
 * The field that a column's name stands for by itself, in any case, with or without diacritics: `Nazwisko`, `Last Name` and
 * `Nachname` are the `surname`. `undefined` if the name is not known, or may mean several things.
 */
export const fieldOfColumn = (name: string): string | undefined => {
  const [meaning] = meaningsOf([name]);
  return meaning !== undefined && "field" in meaning ? meaning.field : undefined;
};
