/**
 * NDJSON as a stream of customers: cuts the bytes into rows (`cut/ndjson.ts`).
 *
 * @module
 */
import * as Stream from "effect/Stream";
import { NdjsonCutter, type NdjsonRow } from "./cut/ndjson.ts";

/**
 * Reads rows from the bytes of NDJSON. A line that can't be read becomes an `UnreadableRow`. The bytes must not change
 * afterwards.
 */
export const readNdjson = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  maxLineBytes: number,
): Stream.Stream<NdjsonRow, E, R> =>
  Stream.mapAccumArray(
    bytes,
    () => new NdjsonCutter(maxLineBytes),
    (cutter, chunks) => [cutter, cutter.add(chunks)],
    { onHalt: (cutter) => cutter.finish() },
  );
