/**
 * A {@linkcode Batch} is what goes out in one POST: valid customers, each with its place in the
 * caller's input and its JSON text, which is made once here and used for both size and body.
 *
 * @module
 */
import type { NonEmptyReadonlyArray } from "effect/Array";
import { checkInteger } from "./check_option.ts";
import type { Customer } from "./customer.ts";
import { CustomerJson } from "./customer_json.ts";

/** One valid customer, ready to be sent. */
export interface BatchItem {
  /** The customer's place in the caller's input, from 0. */
  readonly index: number;
  /** The customer as it is sent. */
  readonly customer: Customer;
  /** The customer as JSON. */
  readonly json: string;
  /** Length of `json` in bytes of UTF-8. */
  readonly bytes: number;
}

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

/** What stands before the customers of a body. */
export const bodyStart = '{"customers":[';
/** What stands behind them. */
export const bodyEnd = "]}";

const encoder = new TextEncoder();

/** Where there is a `Buffer` it counts ten times as fast. */
const byteLength: (text: string) => number =
  (globalThis as { readonly Buffer?: { readonly byteLength: (text: string) => number } }).Buffer
    ?.byteLength ?? ((text) => encoder.encode(text).length);

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

/** What was encoded is what counts: the caller's object may change later. */
class Item implements BatchItem {
  readonly index: number;
  readonly json: string;
  readonly bytes: number;
  #customer: Customer | undefined;

  constructor(index: number, json: string, bytes: number) {
    this.index = index;
    this.json = json;
    this.bytes = bytes;
  }

  get customer(): Customer {
    return this.#customer ??= JSON.parse(this.json);
  }
}

/** A customer whose JSON came with the input. */
class GivenItem implements BatchItem {
  readonly index: number;
  readonly given: CustomerJson;

  constructor(index: number, given: CustomerJson) {
    this.index = index;
    this.given = given;
  }

  get bytes(): number {
    return this.given.length;
  }

  get json(): string {
    return this.given.text;
  }

  get customer(): Customer {
    return this.given.customer;
  }
}

/** A customer whose JSON came with the input, ready to be sent. */
export const givenItem = (index: number, given: CustomerJson): BatchItem =>
  new GivenItem(index, given);

/**
 * Encodes a customer for a batch.
 *
 * @throws If it can't be written as JSON: too long for a string, or a `toJSON` of it throws.
 */
export const makeBatchItem = (index: number, customer: Customer): BatchItem => {
  const json = JSON.stringify(customer);
  return new Item(index, json, byteLength(json));
};

/** The same customers by their places, with their JSON as bytes, all together: what waits long should be small. */
export const compact = (items: Batch["items"]): Array<BatchItem> => {
  const body = bodyOf(makeBatch(items));
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  let end = bodyStart.length - 1;
  return items.map((item, place) => {
    const start = end + 1;
    end = start + item.bytes;
    return givenItem(place, new CustomerJson(bytes, start, end));
  });
};

/** Length in bytes of a body that holds customers of `bytes` in all. */
export const bodyLength = (count: number, bytes: number): number =>
  bodyStart.length + bytes + (count - 1) + bodyEnd.length;

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

/** The JSON body of a batch's request, as text or as bytes of UTF-8, whichever is nearer. */
export const bodyOf = (batch: Batch): string | Uint8Array<ArrayBuffer> =>
  batch.items.some((item) => item instanceof GivenItem)
    ? bytesOf(batch)
    : `${bodyStart}${batch.items.map(({ json }) => json).join(",")}${bodyEnd}`;

/** Customers that stand one behind the other in the input, as lines do, are copied at once. */
const bytesOf = ({ bytes, items }: Batch): Uint8Array<ArrayBuffer> => {
  const body = new Uint8Array(bytes);
  encoder.encodeInto(bodyStart, body);
  let at = bodyStart.length;
  for (let first = 0; first < items.length;) {
    const last = lastOfRun(items, first);
    copyRun(body, at, items[first], items[last]);
    for (; first <= last; first++) {
      at += items[first].bytes;
      body[at++] = comma;
    }
  }
  encoder.encodeInto(bodyEnd, body.subarray(at - 1));
  return body;
};

const comma = 0x2c;

const lastOfRun = (items: Batch["items"], first: number): number => {
  let last = first;
  while (last + 1 < items.length && isNext(items[last], items[last + 1])) last++;
  return last;
};

const isNext = (item: BatchItem, other: BatchItem): boolean =>
  item instanceof GivenItem && other instanceof GivenItem && other.given.isNextTo(item.given);

const copyRun = (body: Uint8Array, at: number, first: BatchItem, last: BatchItem): void => {
  if (first instanceof GivenItem && last instanceof GivenItem) {
    body.set(first.given.bytesUpTo(last.given), at);
  } else {
    encoder.encodeInto(first.json, body.subarray(at));
  }
};

/** Whether a batch can be made of it. */
export const isNonEmpty = <A>(run: ReadonlyArray<A>): run is NonEmptyReadonlyArray<A> =>
  run.length > 0;
