/**
 * NDJSON as a stream of customers: cuts the bytes into rows (`cut/ndjson.ts`).
 *
 * @module
 */
import type * as Stream from "effect/Stream";
import { NdjsonCutter, type NdjsonOptions } from "./cut/ndjson.ts";
import type { JsonRow } from "./cut/take.ts";
import { cutToEnd } from "./cut_to_end.ts";

/**
 * Reads rows from the bytes of NDJSON. A line that can't be read becomes an `UnreadableRow`. The bytes must not change
 * afterwards. If they break off, a last line without a line end is no row.
 */
export const readNdjson = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  maxLineBytes: number,
  options?: NdjsonOptions,
): Stream.Stream<JsonRow, E, R> => cutToEnd(bytes, () => new NdjsonCutter(maxLineBytes, options));
