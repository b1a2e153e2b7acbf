/**
 * JSON as a stream of customers: the rows stand in a list, in an object, or one after the other
 * (`cut/json_rows.ts`). They are read one by one and are never in memory as a whole.
 *
 * @module
 */
import * as Arr from "effect/Array";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { type Cutter, cutToEnd } from "./cut_to_end.ts";
import { JsonRowCutter, type JsonRowOptions } from "./cut/json_rows.ts";
import type { Problem } from "./cut/problem.ts";
import type { JsonRow } from "./cut/take.ts";
import { type FormatError, formatError } from "./error.ts";

/**
 * Reads rows from bytes of UTF-8. A value that is no JSON becomes an `UnreadableRow`. What is wrong around the rows ends
 * the stream with a `FormatError`, after the rows before it.
 */
export const readJson = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  options: JsonRowOptions,
): Stream.Stream<JsonRow, E | FormatError, R> =>
  cutToEnd(bytes, () => cutterOf(options)).pipe(
    Stream.mapEffect((read) =>
      "code" in read ? Effect.fail(formatError(read)) : Effect.succeed(read)
    ),
    Stream.filter(Arr.isReadonlyArrayNonEmpty),
    Stream.flattenArray,
  );

const cutterOf = (
  options: JsonRowOptions,
): Cutter<Uint8Array, ReadonlyArray<JsonRow> | Problem> => {
  const cutter = new JsonRowCutter(options);
  const withProblem = (rows: ReadonlyArray<JsonRow>) =>
    cutter.problem === undefined ? [rows] : [rows, cutter.problem];
  return {
    add: (chunks) => withProblem(cutter.add(chunks)),
    finish: () => withProblem(cutter.finish()),
  };
};
