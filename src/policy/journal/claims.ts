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
import { outcomeTexts } from "../../outcome/texts.ts";
import { recordJournal } from "./events.ts";
import type { Claim, Entries, Entry, Seen, StoreCall } from "./store.ts";
import { forkToItsEnd, toItsEnd } from "./store_call.ts";

/** What the claims of a journal have in common. */
export interface ClaimTerms {
  /** How long Thulium may work on a request after its end, in milliseconds. */
  readonly absentMillis: number;
  /** The longest time of a request, once one has told its own. */
  timeoutMillis?: number | undefined;
}

/** A confirmation of a claim. */
interface Confirmed {
  /** The time since it was asked for, in milliseconds. */
  readonly elapsed: () => number;
  /** For how long the claim is held from then on. */
  readonly holdMillis: number;
}

/** The claims of one batch. */
export class Claims {
  /** The holder of these claims. */
  readonly token: string = crypto.randomUUID().replaceAll("-", "").slice(0, 16);
  readonly #entries: Entries;
  readonly #terms: ClaimTerms;
  readonly #keyOf: (index: number) => string;
  /** By key: the last confirmation of the claim. */
  readonly #confirmed = new Map<string, Confirmed>();
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
      toItsEnd("read", keys, this.#entries.read(keys)),
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

  /**
   * Holds the claims while their call waits for its turn, so that no other run takes them over and both wait in vain. What
   * keeps a customer from being sent twice is `confirm` alone.
   */
  readonly keep: Effect.Effect<never> = Effect.suspend(() => Effect.sleep(this.holdMillis / 2))
    .pipe(
      Effect.andThen(Effect.suspend(() => Effect.ignore(this.#renew([...this.#inRequest])))),
      Effect.forever,
    );

  /**
   * Asked right before each request. A policy may go on with a call whose outcomes it gave already, or put a customer into
   * a request twice: neither is covered by the claim.
   */
  readonly confirm: Confirm = ({ items }, timeoutMillis) =>
    Effect.suspend(() => {
      const keys = items.map(({ index }) => this.#keyOf(index));
      const once = [...new Set(keys)].filter((key) => this.#inRequest.has(key));
      this.#terms.timeoutMillis = Math.max(timeoutMillis, this.#terms.timeoutMillis ?? 0);
      const answer = (answerFor: (key: string) => Outcome | undefined) => {
        const open = new Set(once);
        return keys.map((key) => {
          if (!this.#inRequest.has(key)) return ended;
          return open.delete(key) ? answerFor(key) : twice;
        });
      };
      if (this.#areFresh(once)) return Effect.succeed(answer(() => undefined));
      return Effect.map(Effect.result(this.#renew(once)), (renewed) =>
        answer((key) => {
          if (Result.isFailure(renewed)) return unwritable;
          if (renewed.success.has(key)) return undefined;
          this.#lost.add(key);
          return lost;
        })).pipe(Effect.tap(() => recordJournal("lost", this.#lostOf(once).length)));
    });

  #lostOf(keys: ReadonlyArray<string>): ReadonlyArray<string> {
    return keys.filter((key) => this.#lost.has(key));
  }

  /**
   * Writes down what became of customers, also if the run is interrupted meanwhile. A write that fails leaves them in doubt,
   * for a later run. Returns the keys of those that were created and that another run may have taken over.
   */
  end(outcomes: ReadonlyMap<string, Outcome>): Effect.Effect<ReadonlyArray<string>> {
    return Effect.uninterruptible(Effect.suspend(() => {
      for (const key of outcomes.keys()) this.#inRequest.delete(key);
      const known = [...outcomes].flatMap(([key, outcome]) =>
        "customerId" in outcome ? [{ key, token: this.token, customerId: outcome.customerId }] : []
      );
      const keysWith = (...tags: ReadonlyArray<Outcome["_tag"]>) =>
        [...outcomes].flatMap(([key, { _tag }]) => tags.includes(_tag) ? [key] : []);
      const unknown = keysWith("Unknown");
      const absent = keysWith("NotSent", "Rejected");
      const written = this.#write([
        [unknown, () => this.#doubt(unknown)],
        [absent, () => this.#entries.forget(absent, this.token)],
      ]);
      return known.length === 0 ? Effect.as(written, []) : Effect.tap(this.#create(known), written);
    }));
  }

  /** Notes ids. Returns the keys of entries that another run holds; all if the journal does not say. */
  #create(created: Parameters<Entries["create"]>[0]): Effect.Effect<ReadonlyArray<string>> {
    return toItsEnd("write", created, this.#entries.create(created)).pipe(
      Effect.map((changed) => {
        const mine = new Set(changed);
        return created.flatMap(({ key }) => mine.has(key) ? [] : [key]);
      }),
      Effect.catch(() => Effect.as(Effect.logWarning(unwritten), created.map(({ key }) => key))),
    );
  }

  /** Notes the ids of customers that lookups found. Returns the keys that were still as they were seen. */
  adopt(
    found: ReadonlyArray<Seen & { readonly customerId: string }>,
  ): StoreCall<ReadonlySet<string>> {
    return found.length === 0 ? none : Effect.map(
      toItsEnd("write", found, this.#entries.create(found)),
      (keys) => new Set(keys),
    );
  }

  /** Gives back what is left: claims that no request used, and doubts about requests that were given up. */
  readonly release: Effect.Effect<void> = Effect.suspend(() => {
    const claiming = this.#claiming === undefined ? Effect.void : Fiber.await(this.#claiming);
    return Effect.andThen(
      claiming,
      Effect.suspend(() => this.#giveBack([...this.#inRequest], [...this.#unsent])),
    );
  });

  #giveBack(inRequest: ReadonlyArray<string>, unsent: ReadonlyArray<string>): Effect.Effect<void> {
    return this.#write([
      // The request was given up before its time: Thulium may work on it as long as on any other.
      [inRequest, () => this.#entries.doubt(inRequest, this.token, this.holdMillis)],
      [unsent, () => this.#entries.forget(unsent, this.token)],
    ]);
  }

  /**
   * Whether claims were confirmed just now, and for as long as a request may take: this may have become known since. Keys
   * that were confirmed together have one clock, which is read once.
   */
  #areFresh(keys: ReadonlyArray<string>): boolean {
    const confirmations = new Set(keys.map((key) => this.#confirmed.get(key)));
    return [...confirmations].every((confirmed) =>
      confirmed !== undefined && confirmed.elapsed() < confirmedMillis &&
      confirmed.holdMillis >= this.holdMillis
    );
  }

  /** For how long a claim is held after a confirmation, in milliseconds. */
  get holdMillis(): number {
    const { absentMillis, timeoutMillis = assumedMillis } = this.#terms;
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
      const holdMillis = this.holdMillis;
      return Effect.map(operation(holdMillis), (keys) => {
        for (const { key } of claims) this.#unsent.delete(key);
        const confirmed = { elapsed, holdMillis };
        for (const key of keys) {
          this.#confirmed.set(key, confirmed);
          this.#unsent.add(key);
          this.#lost.delete(key);
        }
        return new Set(keys);
      });
    });
    return Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(forkToItsEnd("claim", claims, taken), (fiber) => {
        this.#claiming = fiber;
        return restore(Fiber.join(fiber));
      })
    );
  }

  #renew(keys: ReadonlyArray<string>): StoreCall<ReadonlySet<string>> {
    return Effect.flatMap(elapsedSinceNow, (elapsed) => {
      const holdMillis = this.holdMillis;
      return Effect.map(
        toItsEnd("confirm", keys, this.#entries.confirm(keys, this.token, holdMillis)),
        (confirmed) => {
          const confirmation = { elapsed, holdMillis };
          for (const key of confirmed) this.#confirmed.set(key, confirmation);
          return new Set(confirmed);
        },
      );
    });
  }

  #doubt(keys: ReadonlyArray<string>): StoreCall<void> {
    return this.#entries.doubt(keys, this.token, Math.ceil(this.#terms.absentMillis));
  }

  /** Makes those changes that have keys. */
  #write(
    changes: ReadonlyArray<
      readonly [keys: ReadonlyArray<string>, change: () => StoreCall<unknown>]
    >,
  ): Effect.Effect<void> {
    return Effect.forEach(
      changes,
      ([keys, change]) =>
        keys.length === 0
          ? Effect.void
          : Effect.catch(toItsEnd("write", keys, change()), () => Effect.logWarning(unwritten)),
      { discard: true },
    );
  }
}

/** The time of a request before the first one has told its own: the default of `BatchCall`. */
const assumedMillis = 30_000;

const none = /* @__PURE__ */ Effect.succeed<ReadonlySet<string>>(new Set());

const unwritten =
  "The journal could not be written after a call; its customers are in doubt for later runs";
const unwritable = /* @__PURE__ */ Outcome.notSent(outcomeTexts.journalUnwritable);
const ended = /* @__PURE__ */ Outcome.notSent(outcomeTexts.hadOutcome);
const twice = /* @__PURE__ */ Outcome.unknown(outcomeTexts.twice);
const lost = /* @__PURE__ */ Outcome.notSent(outcomeTexts.takenOver);
