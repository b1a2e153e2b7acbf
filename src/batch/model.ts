/**
 * A {@linkcode Batch} is what goes out in one POST: a non-empty run of valid customers, in order.
 *
 * @module
 */
import type { NonEmptyReadonlyArray } from "effect/Array";
import { bodyLength } from "../customer/envelope.ts";
import type { BatchItem } from "./item.ts";

/** A non-empty run of customers that goes out in one POST. */
export interface Batch {
  /** The customers, in the order in which they are sent. */
  readonly items: NonEmptyReadonlyArray<BatchItem>;
  /** Length of the request's body in bytes. */
  readonly bytes: number;
}

/** Makes a batch of items in the given order. */
export const makeBatch = (items: NonEmptyReadonlyArray<BatchItem>): Batch => ({
  items: Object.freeze([...items]),
  bytes: bodyLength(items.length, items.reduce((sum, { bytes }) => sum + bytes, 0)),
});

/** Whether there is at least one, so that a batch can be made. */
export const isNonEmpty = <A>(run: ReadonlyArray<A>): run is NonEmptyReadonlyArray<A> =>
  run.length > 0;
