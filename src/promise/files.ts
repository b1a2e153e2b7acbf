/**
 * Files as rows for `thulium.import` and `thulium.sync`, without Effect: the readers of `./files`, over bytes from anywhere,
 * as async iterables. Each row is a `ReferencedRow`, whose reference is the file's own number of the row; it comes back with
 * the row's outcome.
 *
 * @module
 */
import * as Stream from "effect/Stream";
import type { ReferencedRow } from "../customer/referenced_row.ts";
import * as Files from "../format/files.ts";
import { sourceOfBytes, type XlsxSource } from "../format/xlsx/model.ts";

/**
 * The bytes of a file: all of them, or a stream of them, such as `fs.createReadStream(path)`, `file.readable` of Deno,
 * `request.body`, or a list of parts. Those of a text are in UTF-8.
 */
export type Bytes =
  | Uint8Array
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>;

/** The rows of a file. They can be read once if the bytes can. They throw a `FormatError` if the file can't be read. */
export type RowsOfFile = AsyncIterable<ReferencedRow>;

/**
 * CSV with a header row, as people have it: the delimiter is found, the columns may have the names that programs give them in
 * Polish, English and German, and title lines, blank rows and repeated headers are left out.
 *
 * @example
 * ```ts
 * import { connect, csvRows } from "@thulium-effect/batch-customers/promise";
 * import { makeSandbox } from "@thulium-effect/batch-customers/sandbox";
 *
 * const file = new TextEncoder().encode("Nazwisko;Telefon\nKowalska;600 100 200\n;600 100 201\n");
 * await using thulium = connect(makeSandbox().connection);
 * const said: Array<string> = [];
 * for await (const { outcome, reference } of thulium.import(csvRows(file))) {
 *   said.push(`line ${reference}: ${outcome._tag}`);
 * }
 * if (said.join() !== "line 2: Created,line 3: Rejected") throw new Error("unexpected");
 * ```
 */
export const csvRows = (bytes: Bytes, options?: Files.CsvFileOptions): RowsOfFile =>
  Stream.toAsyncIterable(Files.csvRows(streamOf(bytes), options));

/** NDJSON: each line is one customer as JSON. Blank lines are passed over. */
export const ndjsonRows = (bytes: Bytes, options?: Files.RowOptions): RowsOfFile =>
  Stream.toAsyncIterable(Files.ndjsonRows(streamOf(bytes), options));

/** JSON: a list of customers, or an object that holds one. The list is never in memory as a whole. */
export const jsonRows = (bytes: Bytes, options?: Files.JsonFileOptions): RowsOfFile =>
  Stream.toAsyncIterable(Files.jsonRows(streamOf(bytes), options));

/**
 * A sheet of an Excel workbook (`.xlsx`), as a person sees it. A workbook is read at any place, so it is given as all of its
 * bytes, as a `Blob` (such as `fs.openAsBlob(path)` of Node, or a file of a form), or as an {@linkcode XlsxSource}.
 */
export const xlsxRows = (
  workbook: Uint8Array | Blob | XlsxSource,
  options?: Files.XlsxFileOptions,
): RowsOfFile => Stream.toAsyncIterable(Files.xlsxRows(sourceOf(workbook), options));

const streamOf = (bytes: Bytes): Stream.Stream<Uint8Array, unknown> => {
  if (bytes instanceof Uint8Array) return Stream.succeed(bytes);
  if (bytes instanceof ReadableStream) {
    return Stream.fromReadableStream({ evaluate: () => bytes, onError: (error) => error });
  }
  return Symbol.asyncIterator in bytes
    ? Stream.fromAsyncIterable(bytes, (error) => error)
    : Stream.fromIterable(bytes);
};

const sourceOf = (workbook: Uint8Array | Blob | XlsxSource): XlsxSource => {
  if (workbook instanceof Uint8Array) return sourceOfBytes(workbook);
  if (!(workbook instanceof Blob)) return workbook;
  return {
    size: workbook.size,
    read: async (offset, length) =>
      new Uint8Array(await workbook.slice(offset, offset + length).arrayBuffer()),
  };
};
