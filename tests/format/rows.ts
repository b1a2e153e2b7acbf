/** Rows from text whose bytes come in small pieces. */
import { UnreadableRow } from "../../mod.ts";
import { CustomerJson } from "../../src/customer/json.ts";
import { readCsv } from "../../src/format/csv.ts";
import type { CsvTextOptions } from "../../src/format/cut/csv.ts";
import type { Rows } from "../../src/format/cut/json_parts.ts";
import type { FormatError } from "../../src/format/error.ts";
import { readJson } from "../../src/format/json.ts";
import { readNdjson } from "../../src/format/ndjson.ts";
import { isObject, LongNumber } from "../../src/internal/json.ts";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";

type Bytes = Stream.Stream<Uint8Array>;
type Read = (
  bytes: Bytes,
  limit: number,
) => Stream.Stream<{ readonly row: unknown }, FormatError>;

export const ndjson: Read = readNdjson;
export const csv: Read = (bytes, limit) => readCsv(bytes, { maxRowLength: limit });
export const csvWith = (options: Omit<CsvTextOptions, "maxRowLength">): Read => (bytes, limit) =>
  readCsv(bytes, { ...options, maxRowLength: limit });
export const jsonIn = (rows: Rows): Read => (bytes, maxLength) =>
  readJson(bytes, { rows, maxLength, encoding: "UTF-8" });
export const json: Read = jsonIn({ in: "list", keys: [] });

const encoder = new TextEncoder();

/**
 * The rows of a text whose bytes come in pieces of so many; of an unreadable row its message, and of a number that is
 * held exactly the number.
 */
export const rowsOf = (
  read: Read,
  text: string | Uint8Array,
  piece = 7,
  limit = 1000,
): Effect.Effect<ReadonlyArray<unknown>, FormatError> => {
  const bytes = typeof text === "string" ? encoder.encode(text) : text;
  const pieces = Array.from(
    { length: Math.ceil(bytes.length / piece) },
    (_, i) => bytes.slice(i * piece, (i + 1) * piece),
  );
  return Stream.fromIterable(pieces).pipe(
    Stream.rechunk(2),
    (bytes) => read(bytes, limit),
    Stream.runCollect,
    Effect.map((rows) => rows.map(({ row }) => valueOf(row))),
  );
};

const valueOf = (row: unknown): unknown => {
  if (row instanceof UnreadableRow) return row.message;
  return row instanceof CustomerJson ? row.customer : unboxed(row);
};

const unboxed = (value: unknown): unknown => {
  if (value instanceof LongNumber) return value.exact ?? value;
  if (Array.isArray(value)) return value.map(unboxed);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unboxed(part)]))
    : value;
};
