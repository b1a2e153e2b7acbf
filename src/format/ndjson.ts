/**
 * NDJSON: a customer as JSON in each line. Blank lines are passed over.
 *
 * @module
 */
import * as Stream from "effect/Stream";
import { UnreadableRow } from "../unreadable_row.ts";
import { LineCutter } from "./lines.ts";

/** A line and what it says. */
export interface NdjsonRow {
  /** A customer, if all is well, or an `UnreadableRow`. */
  readonly row: unknown;
  /** The line, if it could be read as text. */
  readonly line: string | undefined;
}

/** Reads the lines of NDJSON; one that can't be read becomes an `UnreadableRow`. */
export const readNdjson = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  maxLineBytes: number,
): Stream.Stream<NdjsonRow, E, R> =>
  Stream.mapAccumArray(bytes, () => new LineCutter(maxLineBytes), (cutter, chunks) => {
    const rows: Array<NdjsonRow> = [];
    for (const chunk of chunks) cutter.add(chunk, taker(rows));
    return [cutter, rows];
  }, {
    onHalt: (cutter) => {
      const rows: Array<NdjsonRow> = [];
      cutter.finish(taker(rows));
      return rows;
    },
  });

const taker = (rows: Array<NdjsonRow>) => (line: string | UnreadableRow, number: number): void => {
  if (line instanceof UnreadableRow) rows.push({ row: line, line: undefined });
  else if (line.trim() !== "") rows.push({ row: parse(line, number), line });
};

const parse = (line: string, number: number): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return new UnreadableRow(`line ${number} is not valid JSON`);
  }
};
