/**
 * One customer of a batch: its place in the caller's input, and its JSON. The JSON is encoded once, here,
 * or is the bytes of the input as they came; it serves for the size limits and for the body.
 *
 * @module
 */
import type { Customer } from "../customer/model.ts";
import type { CustomerJson } from "../customer/json.ts";
import type { CustomerUpdate } from "../customer/update.ts";

/** One valid customer, or one valid update (`BatchItem<CustomerUpdate>`), ready to be sent. */
export interface BatchItem<Row extends Customer | CustomerUpdate = Customer> {
  /** The customer's place in the caller's input, counted from 0. */
  readonly index: number;
  /** The customer, or the update, as it is sent. */
  readonly customer: Row;
  /** The customer as JSON. */
  readonly json: string;
  /** Length of `json` in UTF-8, in bytes. */
  readonly bytes: number;
}

const encoder = new TextEncoder();

/**
 * `Buffer`, where it exists, counts ten times as fast as a `TextEncoder`. It is asked for late, because Deno loads it then.
 */
let byteLength = (text: string): number => {
  const { Buffer } = globalThis as {
    readonly Buffer?: { readonly byteLength: (text: string) => number };
  };
  byteLength = Buffer?.byteLength ?? ((text) => encoder.encode(text).length);
  return byteLength(text);
};

/** Keeps only the JSON: the caller's object may change after it was encoded. */
class Item<Row extends Customer | CustomerUpdate> implements BatchItem<Row> {
  readonly index: number;
  readonly json: string;
  readonly bytes: number;
  #customer: Row | undefined;

  constructor(index: number, json: string, bytes: number) {
    this.index = index;
    this.json = json;
    this.bytes = bytes;
  }

  get customer(): Row {
    return this.#customer ??= JSON.parse(this.json);
  }
}

/** An item whose JSON already exists as bytes. */
export class GivenItem implements BatchItem {
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

const list: ReadonlyArray<unknown> = [];

/** Writes the value itself, and not what its `toJSON` returns. */
function itself(this: { readonly [key: string]: unknown }, key: string): unknown {
  return this[key];
}

/** Any item: what is sent of it is the same. */
export type AnyItem = BatchItem<Customer | CustomerUpdate>;

/**
 * Encodes a customer, or an update, for a batch. A `toJSON` that the program gave to all lists or all objects does not count.
 *
 * @throws If it can't be written as JSON: it is too long for a string, or a `toJSON` in it throws.
 */
export const makeBatchItem = <Row extends Customer | CustomerUpdate = Customer>(
  index: number,
  customer: Row,
): BatchItem<Row> => {
  const json = JSON.stringify(customer, "toJSON" in list ? itself : undefined);
  return new Item(index, json, byteLength(json));
};
