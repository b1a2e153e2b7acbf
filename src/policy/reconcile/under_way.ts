/**
 * The keys of the customers that are being sent. While two customers with the same key are under way, neither
 * is looked up: nobody could tell to which of the two a customer that is found belongs.
 *
 * @module
 */
import type { Lookup } from "../../call/lookup.ts";
import { nameOf } from "./same_key.ts";

/** The key of each customer of a batch; `undefined` for a customer without one. */
export type Keys = ReadonlyArray<Lookup | undefined>;

/** Counts the customers under way by key, in all imports that share the layer. */
export class UnderWay {
  readonly #counts = new Map<string, number>();

  /** Notes the customers of a batch that is about to be sent. */
  begin(keys: Keys): void {
    for (const lookup of keys) this.#count(lookup, 1);
  }

  /** Forgets them. */
  end(keys: Keys): void {
    for (const lookup of keys) this.#count(lookup, -1);
  }

  /** Whether one customer with this key is under way, and no other. */
  isOnlyOne(lookup: Lookup | undefined): boolean {
    return lookup !== undefined && this.#counts.get(nameOf(lookup)) === 1;
  }

  #count(lookup: Lookup | undefined, change: number): void {
    if (lookup === undefined) return;
    const name = nameOf(lookup);
    const count = (this.#counts.get(name) ?? 0) + change;
    if (count > 0) this.#counts.set(name, count);
    else this.#counts.delete(name);
  }
}
