/**
 * Packs items into batches, in order. A batch is complete when it has its maximum number of items, or
 * when the next item would make it too long.
 *
 * @module
 */
import { bodyLength } from "../customer/envelope.ts";
import type { NonEmptyReadonlyArray } from "effect/Array";
import type { AnyItem } from "./item.ts";
import type { CheckedBatchLimits } from "./limits.ts";
import { type Batch, isNonEmpty } from "./model.ts";

/** Makes a batch of items. */
export type MakeBatch<Item, Made extends Batch> = (items: NonEmptyReadonlyArray<Item>) => Made;

/** Collects items until a batch is complete. Every item must fit into a batch of its own. */
export class Packer<Item extends AnyItem, Made extends Batch> {
  readonly #limits: CheckedBatchLimits;
  readonly #makeBatch: MakeBatch<Item, Made>;
  #run: Array<Item> = [];
  #bytes = 0;

  /** Starts empty. */
  constructor(limits: CheckedBatchLimits, makeBatch: MakeBatch<Item, Made>) {
    this.#limits = limits;
    this.#makeBatch = makeBatch;
  }

  /** Adds an item. Returns the batch that this completes, if any. */
  add(item: Item): Made | undefined {
    const { maxBytes, maxCustomers } = this.#limits;
    const isTooMuch = bodyLength(this.#run.length + 1, this.#bytes + item.bytes) > maxBytes;
    const complete = isTooMuch ? this.flush() : undefined;
    this.#run.push(item);
    this.#bytes += item.bytes;
    return complete ?? (this.#run.length === maxCustomers ? this.flush() : undefined);
  }

  /** Returns the remaining items as a batch, if there are any. */
  flush(): Made | undefined {
    const run = this.#run;
    this.#run = [];
    this.#bytes = 0;
    return isNonEmpty(run) ? this.#makeBatch(run) : undefined;
  }
}

/** A marker among items and batches: here the caller yields to other fibers. */
export const pause: unique symbol = Symbol("pause");

/**
 * Packs items into batches lazily. A {@linkcode pause} among the items is passed on at once.
 *
 * @example
 * ```ts
 * import { makeBatch, makeBatchItem } from "@thulium-effect/batch-customers/policy";
 *
 * const items = [{ surname: "Kowalski" }, { surname: "Żuk" }].map((customer, i) =>
 *   makeBatchItem(i, customer)
 * );
 * const limits = { maxCustomers: 1, maxBytes: 1_048_576 };
 * const batches = [...packBatches(items, limits, makeBatch)]; // two batches of one customer
 * ```
 */
export function* packBatches<Item extends AnyItem, Made extends Batch>(
  items: Iterable<Item | typeof pause>,
  limits: CheckedBatchLimits,
  makeBatch: MakeBatch<Item, Made>,
): Generator<Made | typeof pause> {
  const packer = new Packer(limits, makeBatch);
  for (const item of items) {
    const ready = item === pause ? pause : packer.add(item);
    if (ready !== undefined) yield ready;
  }
  const last = packer.flush();
  if (last !== undefined) yield last;
}
