/**
 * What a journal says of customers.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Claim, Entries, Entry, KnownPrint, StoreCall } from "./store.ts";
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

  /** The customers that exist and that nobody is changing, each under the place of its key. */
  recall(keys: ReadonlyArray<string>): StoreCall<ReadonlyArray<KnownPrint | undefined>> {
    return toItsEnd("read", keys, this.#entries.recall(keys));
  }

  /** Notes other fingerprints of the same contents. */
  reprint(claims: ReadonlyArray<Claim>): StoreCall<void> {
    return toItsEnd("write", claims, this.#entries.reprint(claims));
  }

  /** The keys under which customers are known, by their ids. */
  holders(customerIds: ReadonlyArray<string>): StoreCall<ReadonlyMap<string, string>> {
    return Effect.map(
      toItsEnd("read", customerIds, this.#entries.holders(customerIds)),
      (known) => new Map(known.map(({ customerId, key }) => [customerId, key])),
    );
  }

  /** Notes that the list of this time has the keys; 0: nobody asks for it. Returns whether it is known. */
  see(keys: ReadonlyArray<string>, listedAt: number): Effect.Effect<boolean> {
    if (listedAt === 0 || keys.length === 0) return Effect.succeed(true);
    const distinct = [...new Set(keys)];
    return Effect.match(toItsEnd("write", distinct, this.#entries.see(distinct, listedAt)), {
      onFailure: () => false,
      onSuccess: () => true,
    });
  }
}
