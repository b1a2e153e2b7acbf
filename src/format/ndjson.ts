/**
 * NDJSON: a customer as JSON in each line. Blank lines are passed over. A line that is written as this module
 * would write it is not parsed at all: it becomes a `CustomerJson`.
 *
 * @module
 */
import * as Stream from "effect/Stream";
import { CustomerJson } from "../customer/json.ts";
import { CustomerScanner } from "../customer/fast/scanner.ts";
import { parseJson } from "../internal/json.ts";
import { UnreadableRow } from "../customer/unreadable_row.ts";
import { type Line, LineCutter } from "./cut/lines.ts";

/** A line and what it says. */
export interface NdjsonRow {
  /** What `importCustomers` takes: a customer, if all is well, or an `UnreadableRow`. */
  readonly row: unknown;
  /** The line, if it could be read as text and not as JSON. */
  readonly line?: string | undefined;
}

/**
 * Reads the lines of NDJSON; one that can't be read becomes an `UnreadableRow`. The bytes must not change
 * any more.
 */
export const readNdjson = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  maxLineBytes: number,
): Stream.Stream<NdjsonRow, E, R> =>
  Stream.mapAccumArray(
    bytes,
    () => new LineReader(maxLineBytes),
    (reader, chunks) => [reader, reader.read(chunks)],
    { onHalt: (reader) => reader.readLast() },
  );

class LineReader {
  readonly #cutter: LineCutter;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #rows: Array<NdjsonRow> = [];

  constructor(maxLineBytes: number) {
    const scanner = new CustomerScanner();
    this.#cutter = new LineCutter(
      maxLineBytes,
      (bytes, start, end) => scanner.endOfCustomer(bytes, start, end),
      (line) => {
        const row = line instanceof UnreadableRow ? { row: line } : this.#rowOf(line);
        if (row !== undefined) this.#rows.push(row);
      },
    );
  }

  /** The rows that these bytes complete. */
  read(chunks: ReadonlyArray<Uint8Array>): Array<NdjsonRow> {
    for (const chunk of chunks) this.#cutter.add(chunk);
    return this.#takeRows();
  }

  /** The row of a last line without an end. */
  readLast(): Array<NdjsonRow> {
    this.#cutter.finish();
    return this.#takeRows();
  }

  #takeRows(): Array<NdjsonRow> {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #rowOf({ bytes, end, isRecognized, number, start }: Line): NdjsonRow | undefined {
    if (isRecognized) return { row: new CustomerJson(bytes, start, end) };
    const line = this.#decode(bytes.subarray(start, end));
    if (line === undefined) return { row: new UnreadableRow(`line ${number} is not UTF-8`) };
    if (line.trim() === "") return undefined;
    const row = parseJson(line);
    return row === undefined
      ? { row: new UnreadableRow(`line ${number} is not valid JSON`), line }
      : { row };
  }

  #decode(bytes: Uint8Array): string | undefined {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      return undefined;
    }
  }
}
