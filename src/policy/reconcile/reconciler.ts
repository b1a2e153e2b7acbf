/**
 * Sends a batch, and settles the doubts that the call leaves: it looks the customers in doubt up, and sends again
 * those that were proved absent.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import type { Batch } from "../../batch/model.ts";
import type { Find } from "../../call/lookup.ts";
import { LookupOnly, provenAbsent } from "../../call/lookup_only.ts";
import { CurrentRun, ImportRun, sleepUnlessStopped, unlessStopped } from "../../call/run.ts";
import type { Call, Send } from "../../call/service.ts";
import { monotonicMillis } from "../../internal/monotonic.ts";
import { outcomesOf, settleOutcomes } from "../../call/settle.ts";
import { Outcome } from "../../outcome/model.ts";
import { pick, placesOf, replaceAt } from "../parts.ts";
import { IdOwners } from "./id_owners.ts";
import { lookUp } from "./look_up.ts";
import { type Key, type Lookups, lookupsOf, UnderWay } from "./under_way.ts";
import type { Verdict } from "./verdict.ts";

/** How customers are looked up. Times are in milliseconds. */
export interface ReconcilerSettings {
  readonly key: Key;
  /** From the end of a call to the first lookup. */
  readonly settleMillis: number;
  /** From the end of a call to the lookup that proves that a customer was not created. */
  readonly absentMillis: number;
  readonly concurrency: number;
  /** How often a customer that was proved absent is sent again. */
  readonly resends: number;
}

/** One batch on its way through the layer. */
interface Passage {
  readonly batch: Batch;
  readonly lookups: Lookups;
  readonly owners: IdOwners;
  readonly resends: number;
}

/** The calls through one `Reconcile` layer. */
export class Reconciler {
  readonly #next: Send;
  readonly #find: Find;
  readonly #settings: ReconcilerSettings;
  readonly #underWay = new UnderWay();
  readonly #owners = new WeakMap<ImportRun, IdOwners>();

  /** Makes calls with `next` and lookups with `find`. */
  constructor(next: Send, find: Find, settings: ReconcilerSettings) {
    this.#next = next;
    this.#find = find;
    this.#settings = settings;
  }

  /** Sends a batch, and settles its doubts. */
  send(batch: Batch): Call {
    return Effect.flatMap(CurrentRun, (run = new ImportRun()) => {
      const owners = this.#owners.get(run) ?? new IdOwners();
      this.#owners.set(run, owners);
      const { key, resends } = this.#settings;
      const lookups = lookupsOf(batch.items, key);
      return Effect.acquireUseRelease(
        Effect.sync(() => this.#underWay.begin(lookups)),
        () => this.#sendAndSettle({ batch, lookups, owners, resends }),
        () => Effect.sync(() => this.#underWay.end(lookups)),
      );
    });
  }

  #sendAndSettle(passage: Passage): Call {
    const { batch, lookups, owners } = passage;
    return Effect.flatMap(firstAnswer(this.#next, batch), (answer) => {
      if (Result.isFailure(answer) && answer.failure.delivery !== "unknown") {
        return Effect.fail(answer.failure);
      }
      const outcomes = Result.isSuccess(answer)
        ? answer.success
        : outcomesOf(answer.failure, batch);
      owners.note(batch.items, outcomes);
      const places = placesOf(outcomes, ({ _tag }) => _tag === "Unknown")
        .filter((place) => this.#underWay.onlyOne(lookups[place]) !== undefined);
      return places.length === 0
        ? Effect.fromResult(answer)
        : this.#settle(passage, outcomes, places);
    });
  }

  /** Looks customers up twice: early, to find them; and once more when their absence proves something. */
  #settle(
    passage: Passage,
    outcomes: ReadonlyArray<Outcome>,
    places: ReadonlyArray<number>,
  ): Effect.Effect<ReadonlyArray<Outcome>> {
    const { absentMillis, settleMillis } = this.#settings;
    return Effect.gen({ self: this }, function* () {
      const ended = yield* monotonicMillis;
      const early = yield* this.#lookUpAt(ended + settleMillis, passage, places);
      const afterEarly = replaceAt(outcomes, places, early.map((verdict) => outcomeAfter(verdict)));
      const open = places.filter((_, i) => isOpen(early[i]));
      if (open.length === 0) return afterEarly;
      const late = yield* this.#lookUpAt(ended + absentMillis, passage, open);
      const afterLate = replaceAt(
        afterEarly,
        open,
        late.map((verdict) => outcomeAfter(verdict, provenAbsent)),
      );
      return yield* this.#sendAgain(passage, afterLate);
    });
  }

  /** What lookups say at a time of the monotonic clock. If the import stops, no lookup is made any more. */
  #lookUpAt(
    time: number,
    { batch, lookups, owners }: Passage,
    places: ReadonlyArray<number>,
  ): Effect.Effect<ReadonlyArray<Verdict | undefined>> {
    const lookUpOne = (place: number): Effect.Effect<Verdict | undefined> =>
      Effect.suspend(() => {
        // Another customer with the same key may have been sent since the call.
        const lookup = this.#underWay.onlyOne(lookups[place]);
        return lookup === undefined ? Effect.succeed(undefined) : Effect.orElseSucceed(
          lookUp(this.#find, batch.items[place], lookup, owners),
          () => undefined,
        );
      });
    return waitUntil(time).pipe(
      Effect.andThen(
        Effect.forEach(places, lookUpOne, { concurrency: this.#settings.concurrency }),
      ),
      Effect.orElseSucceed(() => places.map(() => undefined)),
    );
  }

  /** Sends the customers again that were proved absent, within the limit. A lookup alone sends nothing. */
  #sendAgain(
    passage: Passage,
    outcomes: ReadonlyArray<Outcome>,
  ): Effect.Effect<ReadonlyArray<Outcome>> {
    const places = placesOf(outcomes, (outcome) => outcome === provenAbsent);
    const rest = pick(passage.batch, places);
    return Effect.flatMap(LookupOnly, (isLookup) => {
      if (rest === undefined || passage.resends === 0 || isLookup) {
        return Effect.succeed(outcomes);
      }
      const again = this.#sendAndSettle({
        ...passage,
        batch: rest,
        lookups: places.map((place) => passage.lookups[place]),
        resends: passage.resends - 1,
      });
      return Effect.map(
        settleOutcomes(Effect.andThen(unlessStopped, again), rest),
        (later) => replaceAt(outcomes, places, later),
      );
    });
  }
}

/** Whether a later lookup may say more. */
const isOpen = (verdict: Verdict | undefined): boolean =>
  verdict?._tag === "NotThere" || verdict?._tag === "Failed";

/** The outcome after a lookup; `undefined`, to keep the one before, if none was made. */
const outcomeAfter = (
  verdict: Verdict | undefined,
  notThere: Outcome = notFoundYet,
): Outcome | undefined => {
  switch (verdict?._tag) {
    case "NotThere":
      return notThere;
    case "Failed":
      return lookupFailed;
    default:
      return verdict;
  }
};

/** Waits until a time of the monotonic clock: a system clock that is set forward must not prove an absence. */
const waitUntil = (time: number) =>
  Effect.flatMap(
    monotonicMillis,
    (now) => time > now ? sleepUnlessStopped(time - now) : unlessStopped,
  );

/** The call's answer. If the call is for lookups only, it is not made, and all customers are in doubt. */
const firstAnswer = (next: Send, batch: Batch) =>
  Effect.flatMap(
    LookupOnly,
    (lookupOnly) =>
      lookupOnly
        ? Effect.succeed(Result.succeed(batch.items.map(() => inDoubt)))
        : Effect.result(next(batch)),
  );

const inDoubt = /* @__PURE__ */ Outcome.unknown(
  "may have been created before, and could not be looked up",
);
const lookupFailed = /* @__PURE__ */ Outcome.unknown("may have been created; the lookup failed");
const notFoundYet = /* @__PURE__ */ Outcome.unknown(
  "may have been created; the lookup did not find it, but Thulium may still be working on the request",
);
