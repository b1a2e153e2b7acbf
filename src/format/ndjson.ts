/**
 * NDJSON: a customer as JSON in each line. Blank lines are passed over. A line that is written as this module
 * would write it is not parsed at all: it becomes a `CustomerJson`.
 *
 * @module
 */
import * as Stream from "effect/Stream";
import { CustomerJson } from "../customer_json.ts";
import { CustomerScanner } from "../customer_scanner.ts";
import { parseJson } from "../json.ts";
import { UnreadableRow } from "../unreadable_row.ts";
import { type Line, LineCutter, type TakeLine } from "./lines.ts";

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
  Stream.mapAccumArray(bytes, () => new LineReader(maxLineBytes), (reader, chunks) => {
    const rows: Array<NdjsonRow> = [];
    for (const chunk of chunks) reader.add(chunk, rows);
    return [reader, rows];
  }, {
    onHalt: (reader) => {
      const rows: Array<NdjsonRow> = [];
      reader.finish(rows);
      return rows;
    },
  });

class LineReader {
  readonly #cutter: LineCutter;
  readonly #scanner = new CustomerScanner();
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });

  constructor(maxLineBytes: number) {
    this.#cutter = new LineCutter(maxLineBytes);
  }

  add(chunk: Uint8Array, rows: Array<NdjsonRow>): void {
    this.#cutter.add(chunk, this.#into(rows));
  }

  finish(rows: Array<NdjsonRow>): void {
    this.#cutter.finish(this.#into(rows));
  }

  #into(rows: Array<NdjsonRow>): TakeLine {
    return (line) => {
      const row = line instanceof UnreadableRow ? { row: line } : this.#read(line);
      if (row !== undefined) rows.push(row);
    };
  }

  #read({ bytes, end, number, start }: Line): NdjsonRow | undefined {
    if (this.#scanner.isCustomer(bytes, start, end)) {
      return { row: new CustomerJson(bytes, start, end) };
    }
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
