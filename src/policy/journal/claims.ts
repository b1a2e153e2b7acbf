/**
 * The claims of one batch: which of its customers this run may send. A claim is an entry in the store; it is taken
 * before the first request, confirmed right before each request, and ends with what became of the customer.
 *
 * How long a claim is held follows from what it must cover: the time from its confirmation to the request, the
 * longest time of the request, and the time that Thulium may go on working on it. After that a lookup that does not
 * find the customer proves that it was not created. Do not make it shorter.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Result from "effect/Result";
import { type Confirm, confirmedMillis, elapsedSinceNow } from "../../call/confirm.ts";
import { Outcome } from "../../outcome/model.ts";
import { withinStoreTime } from "../store_time.ts";
import {
  type Claim,
  type Entries,
  type Entry,
  JournalStoreError,
  type Seen,
  type StoreCall,
} from "./store.ts";

/** What the claims of a journal have in common. */
export interface ClaimTerms {
  /** How long Thulium may work on a request after its end, in milliseconds. */
  readonly absentMillis: number;
  /** The longest time of a request, as far as it is known yet. */
  timeoutMillis: number;
}

/** The claims of one batch. */
export class Claims {
  /** The holder of these claims. */
  readonly token: string = crypto.randomUUID().replaceAll("-", "").slice(0, 16);
  readonly #entries: Entries;
  readonly #terms: ClaimTerms;
  readonly #keyOf: (index: number) => string;
  /** By key: the time since the claim was last confirmed. */
  readonly #confirmed = new Map<string, () => number>();
  /** Keys that were claimed and are in no request yet. */
  readonly #unsent = new Set<string>();
  /** Keys that are in a request. */
  readonly #inRequest = new Set<string>();
  /** Keys that another run took over. */
  readonly #lost = new Set<string>();
  #claiming: Fiber.Fiber<unknown, unknown> | undefined;

  /** `keyOf` gives the key of a customer by its index. */
  constructor(entries: Entries, terms: ClaimTerms, keyOf: (index: number) => string) {
    this.#entries = entries;
    this.#terms = terms;
    this.#keyOf = keyOf;
  }

  /** Claims customers of which nothing is known. Returns the keys that this run may send. */
  claim(claims: ReadonlyArray<Claim>): StoreCall<ReadonlySet<string>> {
    return this.#take(claims, (hold) => this.#entries.claim(claims, this.token, hold));
  }

  /** Claims customers that were proved absent. Returns the keys that this run may send. */
  takeOver(claims: ReadonlyArray<Claim & Seen>): StoreCall<ReadonlySet<string>> {
    return this.#take(claims, (hold) => this.#entries.takeOver(claims, this.token, hold));
  }

  /** What the journal knows of some keys. */
  read(keys: ReadonlyArray<string>): StoreCall<ReadonlyMap<string, Entry>> {
    return Effect.map(
      toItsEnd(this.#entries.read(keys)),
      (found) => new Map(found.map((entry) => [entry.key, entry])),
    );
  }

  /** Whether another run took the customer over, so that an outcome of this run says nothing of it. */
  isLost(key: string): boolean {
    return this.#lost.has(key);
  }

  /** Notes that a request may be under way from now on. */
  begin(keys: ReadonlyArray<string>): void {
    for (const key of keys) {
      this.#unsent.delete(key);
      this.#inRequest.add(key);
    }
  }

  /** Asked right before each request. */
  readonly confirm: Confirm = ({ items }, timeoutMillis) =>
    Effect.suspend(() => {
      const keys = items.map(({ index }) => this.#keyOf(index));
      const isLonger = timeoutMillis > this.#terms.timeoutMillis;
      if (isLonger) this.#terms.timeoutMillis = timeoutMillis;
      if (!isLonger && this.#areFresh(keys)) return Effect.succeed(keys.map(() => undefined));
      return Effect.map(
        Effect.result(this.#renew(keys)),
        (renewed) =>
          keys.map((key) => {
            if (Result.isFailure(renewed)) return unwritable;
            if (renewed.success.has(key)) return undefined;
            this.#lost.add(key);
            return lost;
          }),
      );
    });

  /** Writes down what became of customers. A write that fails leaves them in doubt, for a later run. */
  end(outcomes: ReadonlyMap<string, Outcome>): Effect.Effect<void> {
    const keys = [...outcomes.keys()];
    for (const key of keys) this.#inRequest.delete(key);
    const created = keys.flatMap((key) => {
      const outcome = outcomes.get(key);
      return outcome?._tag === "Created" || outcome?._tag === "Unchanged"
        ? [{ key, token: this.token, customerId: outcome.customerId }]
        : [];
    });
    const unknown = keys.filter((key) => outcomes.get(key)?._tag === "Unknown");
    const absent = keys.filter((key) =>
      ["NotSent", "Rejected"].includes(outcomes.get(key)?._tag ?? "")
    );
    return this.#write([
      ...(created.length > 0 ? [this.#entries.create(created)] : []),
      ...(unknown.length > 0 ? [this.#doubt(unknown)] : []),
      ...(absent.length > 0 ? [this.#entries.forget(absent, this.token)] : []),
    ]);
  }

  /** Notes the ids of customers that lookups found. Returns the keys that were still as they were seen. */
  adopt(
    found: ReadonlyArray<Seen & { readonly customerId: string }>,
  ): StoreCall<ReadonlySet<string>> {
    return found.length === 0 ? none : Effect.map(
      toItsEnd(this.#entries.create(found)),
      (keys) => new Set(keys),
    );
  }

  /** Gives back what is left: claims that no request used, and doubts about requests that were given up. */
  readonly release: Effect.Effect<void> = Effect.suspend(() => {
    const claiming = this.#claiming === undefined ? Effect.void : Fiber.await(this.#claiming);
    return Effect.andThen(
      claiming,
      Effect.suspend(() =>
        this.#write([
          ...(this.#inRequest.size > 0 ? [this.#doubt([...this.#inRequest])] : []),
          ...(this.#unsent.size > 0 ? [this.#entries.forget([...this.#unsent], this.token)] : []),
        ])
      ),
    );
  });

  /** Keys that were confirmed together have one clock, which is read once. */
  #areFresh(keys: ReadonlyArray<string>): boolean {
    const clocks = new Set(keys.map((key) => this.#confirmed.get(key)));
    return [...clocks].every((elapsed) => (elapsed?.() ?? Infinity) < confirmedMillis);
  }

  get #holdMillis(): number {
    const { absentMillis, timeoutMillis } = this.#terms;
    return Math.ceil(2 * confirmedMillis + timeoutMillis + absentMillis);
  }

  /**
   * A claim that was begun is ended, so that `release` can give it back. One that failed may have been written all the
   * same: the answer of a database can be lost.
   */
  #take(
    claims: ReadonlyArray<Claim>,
    operation: (holdMillis: number) => StoreCall<ReadonlyArray<string>>,
  ): StoreCall<ReadonlySet<string>> {
    const taken = Effect.flatMap(elapsedSinceNow, (elapsed) => {
      for (const { key } of claims) this.#unsent.add(key);
      return Effect.map(operation(this.#holdMillis), (keys) => {
        for (const { key } of claims) this.#unsent.delete(key);
        for (const key of keys) {
          this.#confirmed.set(key, elapsed);
          this.#unsent.add(key);
          this.#lost.delete(key);
        }
        return new Set(keys);
      });
    });
    return Effect.flatMap(forkToItsEnd(taken), (fiber) => {
      this.#claiming = fiber;
      return Fiber.join(fiber);
    });
  }

  #renew(keys: ReadonlyArray<string>): StoreCall<ReadonlySet<string>> {
    return Effect.flatMap(elapsedSinceNow, (elapsed) =>
      Effect.map(
        toItsEnd(this.#entries.confirm(keys, this.token, this.#holdMillis)),
        (confirmed) => {
          for (const key of confirmed) this.#confirmed.set(key, elapsed);
          return new Set(confirmed);
        },
      ));
  }

  #doubt(keys: ReadonlyArray<string>): StoreCall<void> {
    return this.#entries.doubt(keys, this.token, this.#terms.absentMillis);
  }

  #write(changes: ReadonlyArray<StoreCall<unknown>>): Effect.Effect<void> {
    const write = (change: StoreCall<unknown>) =>
      Effect.catch(toItsEnd(change), () => Effect.logWarning(unwritten));
    return Effect.forEach(changes, write, { discard: true });
  }
}

const none = /* @__PURE__ */ Effect.succeed<ReadonlySet<string>>(new Set());

/** Runs an operation in a fiber of its own: it ends although nobody waits for it any more. */
const forkToItsEnd = <A>(operation: StoreCall<A>) =>
  Effect.forkDetach(Effect.interruptible(withinStoreTime(operation, hangingStore)), {
    startImmediately: true,
  });

const toItsEnd = <A>(operation: StoreCall<A>): StoreCall<A> =>
  Effect.flatMap(forkToItsEnd(operation), Fiber.join);

const hangingStore = () => new JournalStoreError({ message: "the journal does not answer" });

const unwritten =
  "The journal could not be written after a call; its customers are in doubt for later runs";
const unwritable = /* @__PURE__ */ Outcome.notSent("not sent: the journal could not be written");
const lost = /* @__PURE__ */ Outcome.notSent("not sent: another run has taken it over");
