/**
 * What one holder of claims writes down. What was begun is ended, also if nobody waits for it any more. A write that fails
 * is told and not repeated: the customers are in doubt for later runs, as if this run had died.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Entries, Settled, StoreCall } from "./store.ts";
import { toItsEnd } from "./store_call.ts";

/** How a customer is known, whoever holds it. */
export type Known = Omit<Settled, "token">;

/** The writes of one holder. */
export class Writing {
  readonly #entries: Entries;
  readonly #token: string;

  /** Writes what is held by the token. */
  constructor(entries: Entries, token: string) {
    this.#entries = entries;
    this.#token = token;
  }

  /** Notes ids. Returns the keys of entries that another run holds; all if the journal does not say. */
  create(
    created: ReadonlyArray<{ readonly key: string; readonly customerId: string }>,
  ): Effect.Effect<ReadonlyArray<string>> {
    if (created.length === 0) return Effect.succeed([]);
    const mine = created.map((one) => ({ ...one, token: this.#token }));
    return toItsEnd("write", mine, this.#entries.create(mine)).pipe(
      Effect.map((changed) => {
        const noted = new Set(changed);
        return created.flatMap(({ key }) => noted.has(key) ? [] : [key]);
      }),
      Effect.catch(() => Effect.as(Effect.logWarning(unwritten), created.map(({ key }) => key))),
    );
  }

  /** Writes how customers are known that exist. For `holdMillis` nobody may update them. */
  settle(known: ReadonlyArray<Known>, holdMillis: number): Effect.Effect<void> {
    const mine = known.map((one) => ({ ...one, token: this.#token }));
    return this.#write(known, () => this.#entries.settle(mine, holdMillis));
  }

  /** Writes that it is not known what became of customers, which may turn up for `holdMillis`. */
  doubt(keys: ReadonlyArray<string>, holdMillis: number): Effect.Effect<void> {
    return this.#write(keys, () => this.#entries.doubt(keys, this.#token, holdMillis));
  }

  /** Gives customers back that were certainly not created. */
  forget(keys: ReadonlyArray<string>): Effect.Effect<void> {
    return this.#write(keys, () => this.#entries.forget(keys, this.#token));
  }

  #write(list: ReadonlyArray<unknown>, change: () => StoreCall<unknown>): Effect.Effect<void> {
    if (list.length === 0) return Effect.void;
    return Effect.asVoid(
      Effect.catch(
        toItsEnd("write", list, Effect.suspend(change)),
        () => Effect.logWarning(unwritten),
      ),
    );
  }
}

const unwritten =
  "The journal could not be written after a call; its customers are in doubt for later runs";
