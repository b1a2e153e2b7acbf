/**
 * Cuts what a source gives into rows.
 *
 * **What is left at the end is a row only if the source came to its end.** If the source breaks off, the rest may be a
 * part of a row that reads like a whole one: `Nowak;6001` of `Nowak;600100200`.
 *
 * @module
 */
import type * as Arr from "effect/Array";
import * as Stream from "effect/Stream";

/** Cuts parts of an input into rows. */
export interface Cutter<Part, Row> {
  /** Takes parts, and returns the rows that are complete. */
  readonly add: (parts: Arr.NonEmptyReadonlyArray<Part>) => ReadonlyArray<Row>;
  /** Returns the rows that are left when the input is over. */
  readonly finish: () => ReadonlyArray<Row>;
}

/** The rows of a source. `make` makes the cutter when the stream begins. */
export const cutToEnd = <Part, Row, E, R>(
  source: Stream.Stream<Part, E, R>,
  make: () => Cutter<Part, Row>,
): Stream.Stream<Row, E, R> =>
  Stream.suspend(() => {
    const cutter = make();
    return Stream.mapAccumArray(source, () => cutter, (cutter, parts) => [
      cutter,
      cutter.add(parts),
    ]).pipe(
      // Not `onHalt`, which also runs when the source fails.
      Stream.concat(Stream.suspend(() => Stream.fromArray(cutter.finish()))),
    );
  });
