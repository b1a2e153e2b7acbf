/**
 * What a journal says of customers.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Claim, Entries, Entry, StoreCall } from "./store.ts";
import { toItsEnd } from "./store_call.ts";

/** Reads the entries of a journal. */
export class Reading {
  readonly #entries: Entries;

  /** Reads these entries. */
  constructor(entries: Entries) {
    this.#entries = entries;
  }

  /** What is known of some keys. */
  read(keys: ReadonlyArray<string>): StoreCall<ReadonlyMap<string, Entry>> {
    return Effect.map(
      toItsEnd("read", keys, this.#entries.read(keys)),
      (found) => new Map(found.map((entry) => [entry.key, entry])),
    );
  }

  /** The ids of those customers that are known to be as they are claimed, by their keys. */
  recall(claims: ReadonlyArray<Claim>): StoreCall<ReadonlyMap<string, string>> {
    return Effect.map(
      toItsEnd("read", claims, this.#entries.recall(claims)),
      (known) => new Map(known.map(({ customerId, key }) => [key, customerId])),
    );
  }

  /** The keys under which customers are known, by their ids. */
  holders(customerIds: ReadonlyArray<string>): StoreCall<ReadonlyMap<string, string>> {
    return Effect.map(
      toItsEnd("read", customerIds, this.#entries.holders(customerIds)),
      (known) => new Map(known.map(({ customerId, key }) => [customerId, key])),
    );
  }

  /** Notes that the list of this time has the keys. */
  see(keys: ReadonlyArray<string>, listedAt: number): StoreCall<void> {
    return toItsEnd("write", keys, this.#entries.see(keys, listedAt));
  }
}
