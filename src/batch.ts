/**
 * A {@linkcode Batch} is what goes out in one POST: valid customers, in order, as many as its limits let in.
 *
 * @module
 */
import type { NonEmptyReadonlyArray } from "effect/Array";
import { bodyLength } from "./batch_body.ts";
import type { BatchItem } from "./batch_item.ts";
import { checkInteger } from "./check_option.ts";

/** A non-empty run of customers that goes out in one POST. */
export interface Batch {
  /** The customers, in the order in which they are sent. */
  readonly items: NonEmptyReadonlyArray<BatchItem>;
  /** Length of the request's body in bytes. */
  readonly bytes: number;
}

/** How large a batch may become. */
export interface BatchLimits {
  /**
   * Most customers in a batch. Thulium's page names no limit.
   *
   * @default 100
   */
  readonly maxCustomers?: number | undefined;
  /**
   * Most bytes of a request's body. Thulium's page names no limit; the default is the largest body
   * that nginx lets through as it comes (`client_max_body_size 1m`).
   *
   * @default 1_048_576
   */
  readonly maxBytes?: number | undefined;
}

/** {@linkcode BatchLimits} with nothing left out. */
export type CheckedBatchLimits = { readonly [K in keyof BatchLimits]-?: number };

/** Says, among items or batches: much work was done, let others have the thread. */
export const pause: unique symbol = Symbol("pause");

/**
 * Fills in the defaults.
 *
 * @throws {RangeError} If a limit is not a positive whole number.
 */
export const checkBatchLimits = (limits: BatchLimits = {}): CheckedBatchLimits => {
  const { maxCustomers = 100, maxBytes = 1_048_576 } = limits;
  checkInteger("maxCustomers", maxCustomers);
  checkInteger("maxBytes", maxBytes);
  return { maxCustomers, maxBytes };
};

/** Makes a batch of items in the given order. */
export const makeBatch = (items: NonEmptyReadonlyArray<BatchItem>): Batch => ({
  items: Object.freeze([...items]),
  bytes: bodyLength(items.length, items.reduce((sum, { bytes }) => sum + bytes, 0)),
});

/** Whether an item may go out at all: alone in a batch it must keep to the limit. */
export const fits = (item: BatchItem, { maxBytes }: CheckedBatchLimits): boolean =>
  bodyLength(1, item.bytes) <= maxBytes;

/**
 * Packs items into batches, in order: a batch closes when it has its number of items, or when the next
 * item would be too many bytes. Every item must fit alone.
 */
export class Packer {
  readonly #limits: CheckedBatchLimits;
  #run: Array<BatchItem> = [];
  #bytes = 0;

  /** Begins with nothing. */
  constructor(limits: CheckedBatchLimits) {
    this.#limits = limits;
  }

  /** Takes an item; gives the batch that it closed, if it did. */
  add(item: BatchItem): Batch | undefined {
    const { maxBytes, maxCustomers } = this.#limits;
    const isTooMuch = bodyLength(this.#run.length + 1, this.#bytes + item.bytes) > maxBytes;
    const closed = isTooMuch ? this.flush() : undefined;
    this.#run.push(item);
    this.#bytes += item.bytes;
    return closed ?? (this.#run.length === maxCustomers ? this.flush() : undefined);
  }

  /** Gives what is left as a batch, if there is anything. */
  flush(): Batch | undefined {
    const run = this.#run;
    this.#run = [];
    this.#bytes = 0;
    return isNonEmpty(run) ? makeBatch(run) : undefined;
  }
}

/**
 * Packs items into batches lazily. A {@linkcode pause} among the items is handed on at once.
 *
 * @example
 * ```ts
 * import { makeBatchItem } from "@thulium-effect/batch-customers";
 *
 * const items = [{ surname: "Kowalski" }, { surname: "Żuk" }].map((customer, i) =>
 *   makeBatchItem(i, customer)
 * );
 * const batches = [...packBatches(items, checkBatchLimits({ maxCustomers: 1 }))]; // two of one
 * ```
 */
export function* packBatches(
  items: Iterable<BatchItem | typeof pause>,
  limits: CheckedBatchLimits,
): Generator<Batch | typeof pause> {
  const packer = new Packer(limits);
  for (const item of items) {
    const ready = item === pause ? pause : packer.add(item);
    if (ready !== undefined) yield ready;
  }
  const last = packer.flush();
  if (last !== undefined) yield last;
}

/** Whether a batch can be made of it. */
export const isNonEmpty = <A>(run: ReadonlyArray<A>): run is NonEmptyReadonlyArray<A> =>
  run.length > 0;
