/**
 * One customer of a batch: its place in the caller's input and its JSON, which is text that is made once here, or
 * bytes that there are already, and is used for both size and body.
 *
 * @module
 */
import type { Customer } from "./customer.ts";
import type { CustomerJson } from "./customer_json.ts";

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

const encoder = new TextEncoder();

/** Where there is a `Buffer` it counts ten times as fast. */
const byteLength: (text: string) => number =
  (globalThis as { readonly Buffer?: { readonly byteLength: (text: string) => number } }).Buffer
    ?.byteLength ?? ((text) => encoder.encode(text).length);

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

/** A customer whose JSON there is as bytes already. */
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

/**
 * Encodes a customer for a batch.
 *
 * @throws If it can't be written as JSON: too long for a string, or a `toJSON` of it throws.
 */
export const makeBatchItem = (index: number, customer: Customer): BatchItem => {
  const json = JSON.stringify(customer);
  return new Item(index, json, byteLength(json));
};
