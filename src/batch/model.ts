/**
 * A {@linkcode Batch} is what goes out in one request: a non-empty run of valid customers to add (POST), or of valid
 * updates (PUT), in order.
 *
 * @module
 */
import type { NonEmptyReadonlyArray } from "effect/Array";
import { bodyLength } from "../customer/envelope.ts";
import type { CustomerUpdate } from "../customer/update.ts";
import type { AnyItem, BatchItem } from "./item.ts";

/** A non-empty run of customers to add, which goes out in one POST. */
export interface AddBatch {
  /** Tells batches apart. */
  readonly operation: "add";
  /** The customers, in the order in which they are sent. */
  readonly items: NonEmptyReadonlyArray<BatchItem>;
  /** Length of the request's body in bytes. */
  readonly bytes: number;
}

/** A non-empty run of updates, which goes out in one PUT. */
export interface UpdateBatch {
  /** Tells batches apart. */
  readonly operation: "update";
  /** The updates, in the order in which they are sent. */
  readonly items: NonEmptyReadonlyArray<BatchItem<CustomerUpdate>>;
  /** Length of the request's body in bytes. */
  readonly bytes: number;
}

/** What goes out in one request. */
export type Batch = AddBatch | UpdateBatch;

/** Makes a batch of customers to add, in the given order. */
export const makeBatch = (items: NonEmptyReadonlyArray<BatchItem>): AddBatch => ({
  operation: "add",
  items: Object.freeze([...items]),
  bytes: lengthOf(items),
});

/** Makes a batch of updates, in the given order. */
export const makeUpdateBatch = (
  items: NonEmptyReadonlyArray<BatchItem<CustomerUpdate>>,
): UpdateBatch => ({
  operation: "update",
  items: Object.freeze([...items]),
  bytes: lengthOf(items),
});

const lengthOf = (items: ReadonlyArray<AnyItem>): number =>
  bodyLength(items.length, items.reduce((sum, { bytes }) => sum + bytes, 0));

/** Whether there is at least one, so that a batch can be made. */
export const isNonEmpty = <A>(run: ReadonlyArray<A>): run is NonEmptyReadonlyArray<A> =>
  run.length > 0;
