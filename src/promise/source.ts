/**
 * Rows from any iterable. What an iterable throws ends the import, after the outcomes of the rows before, and reaches the
 * caller as it was thrown.
 *
 * @module
 */
import * as Stream from "effect/Stream";

/** The rows as a stream. */
export const sourceOf = (
  rows: AsyncIterable<unknown> | Iterable<unknown>,
): Stream.Stream<unknown, unknown> =>
  Stream.fromAsyncIterable(isAsync(rows) ? rows : asyncOf(rows), (error) => error);

const isAsync = (rows: object): rows is AsyncIterable<unknown> => Symbol.asyncIterator in rows;

async function* asyncOf(rows: Iterable<unknown>): AsyncGenerator<unknown> {
  yield* rows;
}
