/**
 * The claims of one batch: which of its customers this run may send. A claim is an entry in the store; it is taken
 * before the first request, confirmed right before each request, and ends with what became of the customer.
 * A customer that exists is claimed in the same way, to be updated.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Result from "effect/Result";
import { type Confirm, elapsedSinceNow } from "../../call/confirm.ts";
import { Outcome } from "../../outcome/model.ts";
import { outcomeTexts } from "../../outcome/texts.ts";
import { recordJournal } from "./events.ts";
import { type ClaimTerms, Holds } from "./holds.ts";
import type { Claim, Entries, NewClaim, Seen, StoreCall } from "./store.ts";
import { forkToItsEnd, toItsEnd } from "./store_call.ts";
import { type Known, Writing } from "./writing.ts";

/** A customer that is to be updated. */
export interface UpdateClaim {
  /** Its entry, as it was seen. */
  readonly seen: Seen;
  /** What is known of its fields while it is updated. */
  readonly during: string;
  /** How it is known if nothing is changed. */
  readonly before: Known;
}

/** What became of a customer that was to be updated. */
export interface UpdateEnd {
  readonly outcome: Outcome;
  /** How it is known if it was updated, and if nothing was changed. */
  readonly after: Known;
  readonly before: Known;
}

/** The claims of one batch. */
export class Claims {
  /** The holder of these claims. */
  readonly token: string = crypto.randomUUID().replaceAll("-", "").slice(0, 16);
  readonly #entries: Entries;
  readonly #holds: Holds;
  readonly #writing: Writing;
  readonly #keyOf: (index: number) => string;
  readonly #listedAt: number;
  /** Keys that were claimed and are in no request yet. */
  readonly #unsent = new Set<string>();
  /** Keys that are in a request, and how many requests with them have left. */
  readonly #inRequest = new Map<string, number>();
  /** How customers are known that are claimed to be updated, if nothing is changed. */
  readonly #before = new Map<string, Known>();
  /** Keys that another run took over. */
  readonly #lost = new Set<string>();
  #claiming: Fiber.Fiber<unknown, unknown> | undefined;

  /** `keyOf` gives the key of a customer by its index; `listedAt` is the time of the list, or 0. */
  constructor(
    entries: Entries,
    terms: ClaimTerms,
    keyOf: (index: number) => string,
    listedAt = 0,
  ) {
    this.#entries = entries;
    this.#holds = new Holds(terms);
    this.#writing = new Writing(entries, this.token);
    this.#keyOf = keyOf;
    this.#listedAt = listedAt;
  }

  /** For how long a claim is held after a confirmation, in milliseconds. */
  get holdMillis(): number {
    return this.#holds.holdMillis;
  }

  /** Claims customers of which nothing is known, or which were found. Returns the keys that this run may send. */
  claim(claims: ReadonlyArray<NewClaim>): StoreCall<ReadonlySet<string>> {
    for (const { customerId, key, print, fields = "" } of claims) {
      if (customerId !== undefined) this.#before.set(key, { key, customerId, print, fields });
    }
    return this.#take(
      claims,
      (hold) => this.#entries.claim(claims, this.token, hold, this.#listedAt),
    );
  }

  /** Claims customers that exist. Returns the keys that this run may update. */
  claimUpdate(claims: ReadonlyArray<UpdateClaim>): StoreCall<ReadonlySet<string>> {
    const seen = claims.map(({ during, seen: { key, token, until } }) => ({
      key,
      token,
      until,
      fields: during,
    }));
    for (const { before } of claims) this.#before.set(before.key, before);
    return this.#take(seen, (hold) => this.#entries.claimUpdate(seen, this.token, hold));
  }

  /** Claims customers that were proved absent. Returns the keys that this run may send. */
  takeOver(claims: ReadonlyArray<Claim & Seen>): StoreCall<ReadonlySet<string>> {
    return this.#take(claims, (hold) => this.#entries.takeOver(claims, this.token, hold));
  }

  /** Whether another run took the customer over, so that an outcome of this run says nothing of it. */
  isLost(key: string): boolean {
    return this.#lost.has(key);
  }

  /** Notes that a request may be under way from now on. */
  begin(keys: ReadonlyArray<string>): void {
    for (const key of keys) {
      this.#unsent.delete(key);
      this.#inRequest.set(key, 0);
    }
  }

  /**
   * Holds the claims while their call waits for its turn, so that no other run takes them over and both wait in vain. What
   * keeps a customer from being sent twice is `confirm` alone.
   */
  readonly keep: Effect.Effect<never> = Effect.suspend(() => Effect.sleep(this.holdMillis / 2))
    .pipe(
      Effect.andThen(Effect.suspend(() => Effect.ignore(this.#renew([...this.#inRequest.keys()])))),
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
      this.#holds.tellTimeout(timeoutMillis);
      const answer = (answerFor: (key: string) => Outcome | undefined) => {
        const open = new Set(once);
        return keys.map((key) => {
          const requests = this.#inRequest.get(key);
          if (requests === undefined) return ended;
          if (!open.delete(key)) return twice;
          const outcome = answerFor(key);
          if (outcome === undefined) this.#inRequest.set(key, requests + 1);
          return outcome;
        });
      };
      if (this.#holds.areFresh(once)) return Effect.succeed(answer(() => undefined));
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
      const created = [...outcomes].flatMap(([key, outcome]) =>
        "customerId" in outcome ? [{ key, customerId: outcome.customerId }] : []
      );
      const keysWith = (...tags: ReadonlyArray<Outcome["_tag"]>) =>
        [...outcomes].flatMap(([key, { _tag }]) => tags.includes(_tag) ? [key] : []);
      const { absentMillis } = this.#holds;
      return this.#writing.create(created).pipe(
        Effect.tap(this.#writing.doubt(keysWith("Unknown"), absentMillis)),
        Effect.tap(this.#writing.forget(keysWith("NotSent", "Rejected"))),
      );
    }));
  }

  /**
   * The same of customers that were to be updated. If more than one request has left with a customer, Thulium may still be
   * working on one that was given up: it would bring the same values once more, and must not bring them after those of
   * another run.
   */
  endUpdates(ends: ReadonlyArray<UpdateEnd>): Effect.Effect<void> {
    return Effect.uninterruptible(Effect.suspend(() => {
      const known: Array<Known> = [];
      const held: Array<Known> = [];
      const doubtful: Array<string> = [];
      for (const { after, before, outcome: { _tag } } of ends) {
        const { key } = before;
        const requests = this.#inRequest.get(key) ?? 0;
        this.#inRequest.delete(key);
        this.#unsent.delete(key);
        if (_tag === "Unknown") doubtful.push(key);
        else if (_tag === "NotSent" || _tag === "Rejected") known.push(before);
        else (requests > 1 ? held : known).push(after);
      }
      return this.#writing.doubt(doubtful, this.#holds.absentMillis).pipe(
        Effect.andThen(this.#writing.settle(known, 0)),
        Effect.andThen(this.#writing.settle(held, this.#holds.absentMillis)),
      );
    }));
  }

  /** Writes how customers are known that this run holds, or has held last. */
  settle(known: ReadonlyArray<Known>): Effect.Effect<void> {
    return Effect.uninterruptible(this.#writing.settle(known, 0));
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
      Effect.suspend(() => {
        const unsent = [...this.#unsent];
        const isUpdate = (key: string) => this.#before.has(key);
        // A request that was given up before its time: Thulium may work on it as long as on any other.
        return this.#writing.doubt([...this.#inRequest.keys()], this.holdMillis).pipe(
          Effect.andThen(this.#writing.forget(unsent.filter((key) => !isUpdate(key)))),
          Effect.andThen(
            this.#writing.settle(unsent.flatMap((key) => this.#before.get(key) ?? []), 0),
          ),
        );
      }),
    );
  });

  /**
   * A claim that was begun is ended, so that `release` can give it back. One that failed may have been written all the
   * same: the answer of a database can be lost.
   */
  #take(
    claims: ReadonlyArray<Pick<Claim, "key">>,
    operation: (holdMillis: number) => StoreCall<ReadonlyArray<string>>,
  ): StoreCall<ReadonlySet<string>> {
    const taken = Effect.flatMap(elapsedSinceNow, (elapsed) => {
      for (const { key } of claims) this.#unsent.add(key);
      const holdMillis = this.holdMillis;
      return Effect.map(operation(holdMillis), (keys) => {
        for (const { key } of claims) this.#unsent.delete(key);
        this.#holds.note(keys, { elapsed, holdMillis });
        for (const key of keys) {
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
          this.#holds.note(confirmed, { elapsed, holdMillis });
          return new Set(confirmed);
        },
      );
    });
  }
}

const none = /* @__PURE__ */ Effect.succeed<ReadonlySet<string>>(new Set());

const unwritable = /* @__PURE__ */ Outcome.notSent(outcomeTexts.journalUnwritable);
const ended = /* @__PURE__ */ Outcome.notSent(outcomeTexts.hadOutcome);
const twice = /* @__PURE__ */ Outcome.unknown(outcomeTexts.twice);
const lost = /* @__PURE__ */ Outcome.notSent(outcomeTexts.takenOver);
