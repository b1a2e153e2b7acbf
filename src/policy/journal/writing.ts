/**
 * What one holder of claims writes down. What was begun is ended, also if nobody waits for it any more. A write that fails
 * is told and not repeated: the customers are in doubt for later runs, as if this run had died.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import { withinStoreTime } from "../store_time.ts";
import { type Entries, JournalStoreError, type Settled, type StoreCall } from "./store.ts";

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
    return toItsEnd(this.#entries.create(mine)).pipe(
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
      Effect.catch(toItsEnd(Effect.suspend(change)), () => Effect.logWarning(unwritten)),
    );
  }
}

/** Runs an operation in a fiber of its own: it ends although nobody waits for it any more. */
export const forkToItsEnd = <A>(
  operation: StoreCall<A>,
): Effect.Effect<Fiber.Fiber<A, JournalStoreError>> =>
  withinStoreTime(operation, hangingStore).pipe(
    Effect.catchDefect(() => Effect.fail(brokenStore())),
    Effect.interruptible,
    Effect.forkDetach({ startImmediately: true }),
  );

/** The same, and waits for it. */
export const toItsEnd = <A>(operation: StoreCall<A>): StoreCall<A> =>
  Effect.flatMap(forkToItsEnd(operation), Fiber.join);

const brokenStore = () => new JournalStoreError({ message: "the journal's store threw an error" });
const hangingStore = () => new JournalStoreError({ message: "the journal does not answer" });

const unwritten =
  "The journal could not be written after a call; its customers are in doubt for later runs";
