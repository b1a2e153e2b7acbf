/**
 * Rows from any iterable. What an iterable throws ends the import, after the outcomes of the rows before, and reaches the
 * caller as it was thrown.
 *
 * @module
 */
import * as Stream from "effect/Stream";

/** Rows from anywhere: a list, a generator, the cursor of a database, a file. */
export type Rows = AsyncIterable<unknown> | Iterable<unknown>;

/**
 * The rows as a stream.
 *
 * @throws {TypeError} If they are no rows, but one customer, a text, or nothing.
 */
export const sourceOf = (method: string, rows: Rows): Stream.Stream<unknown, unknown> => {
  if (typeof rows !== "object" || rows === null || !isAsync(rows) && !isSync(rows)) {
    throw new TypeError(`${method} needs rows: a list, or another iterable or async iterable`);
  }
  return Stream.fromAsyncIterable(isAsync(rows) ? rows : asyncOf(rows), (error) => error);
};

const isAsync = (rows: object): rows is AsyncIterable<unknown> => Symbol.asyncIterator in rows;
const isSync = (rows: object): rows is Iterable<unknown> => Symbol.iterator in rows;

async function* asyncOf(rows: Iterable<unknown>): AsyncGenerator<unknown> {
  yield* rows;
}
