/**
 * The keys of the customers that are being sent. While two customers with the same key are under way, neither
 * is looked up: nobody could tell to which of the two a customer that is found belongs.
 *
 * @module
 */
import type { BatchItem } from "../../batch/item.ts";
import type { Lookup } from "../../call/lookup.ts";
import type { Customer } from "../../customer/model.ts";

/** What a customer is looked up by; `undefined` if it cannot be looked up. */
export type Key = (customer: Customer) => Lookup | undefined;

/** The lookup of each customer of a batch; `undefined` for a customer without a key. */
export type Lookups = ReadonlyArray<Lookup | undefined>;

/** The lookups of the customers of a batch. A customer whose key throws has none. */
export const lookupsOf = (items: ReadonlyArray<BatchItem>, key: Key): Lookups =>
  items.map(({ customer }) => {
    try {
      return key(customer);
    } catch {
      return undefined;
    }
  });

/** Counts the customers under way by key, in all imports that share the layer. */
export class UnderWay {
  readonly #counts = new Map<string, number>();

  /** Notes the customers of a batch that is about to be sent. */
  begin(lookups: Lookups): void {
    for (const lookup of lookups) this.#count(lookup, 1);
  }

  /** Forgets them. */
  end(lookups: Lookups): void {
    for (const lookup of lookups) this.#count(lookup, -1);
  }

  /** The lookup, unless another customer with its key is under way. */
  onlyOne(lookup: Lookup | undefined): Lookup | undefined {
    return lookup !== undefined && this.#counts.get(nameOf(lookup)) === 1 ? lookup : undefined;
  }

  #count(lookup: Lookup | undefined, change: number): void {
    if (lookup === undefined) return;
    const name = nameOf(lookup);
    const count = (this.#counts.get(name) ?? 0) + change;
    if (count > 0) this.#counts.set(name, count);
    else this.#counts.delete(name);
  }
}

const nameOf = ({ by, value }: Lookup): string => `${by}=${value}`;
