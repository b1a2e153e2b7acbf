/**
 * Customers who wait in great number: their JSON in one block of bytes, and nothing for each of them.
 *
 * @module
 */
import { envelopeStart } from "../customer/envelope.ts";
import { CustomerJson } from "../customer/json.ts";
import { bodyOf } from "./body.ts";
import { type BatchItem, GivenItem } from "./item.ts";
import type { AddBatch } from "./model.ts";

/** The customers of a batch. Their indices become their places in it. */
export class Compact {
  readonly #body: Uint8Array;
  readonly #lengths: Uint32Array;

  /** Copies the customers' JSON, unless it is one body already. */
  constructor(batch: AddBatch) {
    this.#body = bodyOf(batch);
    this.#lengths = Uint32Array.from(batch.items, ({ bytes }) => bytes);
  }

  /** The customers, as they can be sent. */
  items(): Array<BatchItem> {
    let end = envelopeStart.length - 1;
    return Array.from(this.#lengths, (length, place) => {
      const start = end + 1;
      end = start + length;
      return new GivenItem(place, new CustomerJson(this.#body, start, end));
    });
  }
}
