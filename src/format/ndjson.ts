/**
 * NDJSON: a customer as JSON in each line. Blank lines are passed over.
 *
 * @module
 */
import * as Stream from "effect/Stream";
import { UnreadableRow } from "../unreadable_row.ts";
import { LineCutter } from "./lines.ts";

/** Reads rows from the bytes of NDJSON; a line that can't be read becomes an `UnreadableRow`. */
export const readNdjson = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  maxLineBytes: number,
): Stream.Stream<unknown, E, R> =>
  Stream.mapAccumArray(bytes, () => new LineCutter(maxLineBytes), (cutter, chunks) => {
    const rows: Array<unknown> = [];
    for (const chunk of chunks) cutter.add(chunk, taker(rows));
    return [cutter, rows];
  }, {
    onHalt: (cutter) => {
      const rows: Array<unknown> = [];
      cutter.finish(taker(rows));
      return rows;
    },
  });

const taker = (rows: Array<unknown>) => (line: string | UnreadableRow, number: number): void => {
  if (line instanceof UnreadableRow) rows.push(line);
  else if (line.trim() !== "") rows.push(parse(line, number));
};

const parse = (line: string, number: number): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return new UnreadableRow(`line ${number} is not valid JSON`);
  }
};
