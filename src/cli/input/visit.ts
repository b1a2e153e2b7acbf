/**
 * Visits the rows of an input, which are only looked at. It gives the same rows as `rows.ts`, in the same order, but makes
 * nothing for the customers that are recognized, which takes half the time.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { JsonReader } from "../../format/cut/json_rows.ts";
import { NdjsonReader } from "../../format/cut/ndjson.ts";
import type { RowTaker } from "../../format/cut/take.ts";
import { type FormatError, formatError } from "../../format/error.ts";
import { longestRow } from "../../format/longest_row.ts";
import { withoutReason } from "../reason.ts";
import type { NotUtf8 } from "./assumed_utf8.ts";
import type { JsonShape } from "./json_shape.ts";
import type { KnownChunks } from "./known_chunks.ts";
import {
  type InputRow,
  isByElement,
  type Reading,
  readRows,
  type RowsInput,
  tidyLine,
} from "./rows.ts";

/** Takes rows. It must not keep the bytes of customers. */
export interface Visitor extends Omit<RowTaker, "row"> {
  readonly row: (row: InputRow) => void;
}

/** Gives all rows to a visitor. */
export type Visit = (visitor: Visitor) => Effect.Effect<void, FormatError | NotUtf8>;

/** Visits rows that are read as a stream. */
export const visitStream =
  <E>(rows: Stream.Stream<InputRow, E>) => (visitor: Visitor): Effect.Effect<void, E> =>
    Stream.runForEachArray(rows, (all) =>
      Effect.sync(() => {
        for (const row of all) visitor.row(row);
      }));

type Bytes = Stream.Stream<Uint8Array, FormatError | NotUtf8>;

/** Whether a visit makes rows of which bytes are parts. */
export const keepsBytes = (reading: Reading): boolean =>
  reading.format === "csv" || reading.shape.read === "lines" && reading.shape.isBulk;

/** Visits the rows of text. If it does not keep bytes, a chunk may overwrite the one before. */
export const visitRows = (reading: Reading, input: RowsInput<NotUtf8>): Visit => {
  if (reading.format === "csv") return visitStream(readRows(reading, input));
  const { encoding, shape } = reading;
  if (shape.read === "parts") return visitParts(shape, encoding, input.bytes);
  return shape.isBulk
    ? visitStream(readRows(reading, input))
    : visitLines(encoding, input.bytes, input.known);
};

const visitLines = (encoding: string, bytes: Bytes, known: KnownChunks | undefined): Visit =>
  Effect.fnUntraced(function* (visitor) {
    if (known !== undefined) {
      // Loaded when it is needed: for large files.
      const { crc32 } = yield* Effect.promise(() => import("node:zlib"));
      known.begin((chunk) => crc32(chunk));
    }
    const taker: RowTaker = { ...partsOf(visitor), row: (row) => visitor.row(withoutReason(row)) };
    const reader = new NdjsonReader(longestRow, { encoding, tidy: tidyLine }, taker);
    yield* forEachChunk(bytes, (chunk) => {
      const { others } = reader;
      reader.add(chunk);
      known?.note(chunk, reader.others === others);
    });
    reader.finish();
  });

const visitParts = (
  shape: Extract<JsonShape, { readonly read: "parts" }>,
  encoding: string,
  bytes: Bytes,
): Visit =>
  Effect.fnUntraced(function* (visitor) {
    const isCounted = isByElement(shape);
    let element = 0;
    const place = (line: number): number => isCounted ? ++element : line;
    const { exact, loose, scanner } = visitor;
    const options = { rows: shape.rows, maxLength: longestRow, encoding };
    const reader = new JsonReader(options, {
      scanner,
      exact: (bytes, start, end, line) => exact(bytes, start, end, place(line)),
      loose: (bytes, start, end, line) => loose(bytes, start, end, place(line)),
      row: (row) => visitor.row(withoutReason({ ...row, place: place(row.place) })),
    });
    yield* forEachChunk(bytes, (chunk) => {
      reader.add(chunk);
      return reader.problem === undefined;
    });
    if (reader.problem === undefined) reader.finish();
    if (reader.problem !== undefined) yield* Effect.fail(formatError(reader.problem));
  });

const partsOf = ({ exact, loose, scanner }: Visitor) => ({ exact, loose, scanner });

/** Goes on until `read` returns `false`. */
const forEachChunk = (bytes: Bytes, read: (chunk: Uint8Array) => boolean | void) =>
  Stream.runForEachWhile(bytes, (chunk) => Effect.sync(() => read(chunk) !== false));
