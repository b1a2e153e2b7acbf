/**
 * Sends a batch, and settles the doubts that the call leaves: it looks the customers in doubt up, and sends again
 * those that were proved absent.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import type { AddBatch, Batch } from "../../batch/model.ts";
import { CurrentRun, ImportRun, unlessStopped } from "../../call/run.ts";
import { sleepUnlessStopped } from "../../call/wait.ts";
import type { Call, Send } from "../../call/send.ts";
import { monotonicMillis } from "../../internal/monotonic.ts";
import { outcomesOf, settleOutcomes } from "../../call/settle.ts";
import { Outcome } from "../../outcome/model.ts";
import { pick, placesOf, replaceAt } from "../../call/parts.ts";
import { type IdOwners, OwnersByRun } from "./id_owners.ts";
import type { Lookups } from "./lookups.ts";
import { type Keys, UnderWay } from "./under_way.ts";
import { notFoundYet, ofAnotherRow, provedAbsent, type Verdict } from "./verdict.ts";
import { outcomeTexts } from "../../outcome/texts.ts";

/** When customers are looked up and sent again. Times are in milliseconds. */
export interface ReconcilerSettings {
  /** Whether the user's permission is looked at before the first call of an import. */
  readonly checkPermission: boolean;
  /** From the end of a call to the first lookup. */
  readonly settleMillis: number;
  /** From the end of a call to the lookup that proves that a customer was not created. */
  readonly absentMillis: number;
  /** How often a customer that was proved absent is sent again. */
  readonly resends: number;
}

/** One batch on its way through the layer. */
interface Passage {
  readonly batch: AddBatch;
  readonly keys: Keys;
  readonly owners: IdOwners;
  /** Whether its customers were in doubt before. */
  readonly isAgain: boolean;
  readonly resends: number;
}

type Outcomes = ReadonlyArray<Outcome>;
type Places = ReadonlyArray<number>;

/** The calls through one `Reconcile` layer. */
export class Reconciler {
  readonly #next: Send;
  readonly #lookups: Lookups;
  readonly #settings: ReconcilerSettings;
  readonly #underWay = new UnderWay();
  readonly #owners = new OwnersByRun();

  /** Makes calls with `next`. */
  constructor(next: Send, lookups: Lookups, settings: ReconcilerSettings) {
    this.#next = next;
    this.#lookups = lookups;
    this.#settings = settings;
  }

  /** Sends a batch, and settles its doubts. An update creates nobody, so that no lookup could settle it. */
  send(batch: Batch): Call {
    return batch.operation === "update" ? this.#next(batch) : this.#create(batch);
  }

  #create(batch: AddBatch): Call {
    const call = Effect.flatMap(CurrentRun, (run = new ImportRun()) => {
      const owners = this.#owners.of(run);
      const keys = batch.items.map((item) => this.#lookups.keyOf(item));
      const { resends } = this.#settings;
      return Effect.acquireUseRelease(
        Effect.sync(() => this.#underWay.begin(keys)),
        () => this.#sendAndSettle({ batch, keys, owners, isAgain: false, resends }),
        () => Effect.sync(() => this.#underWay.end(keys)),
      );
    });
    return this.#settings.checkPermission
      ? Effect.andThen(this.#lookups.checkPermission, call)
      : call;
  }

  #sendAndSettle(passage: Passage): Call {
    const { batch, isAgain, keys, owners } = passage;
    return Effect.flatMap(Effect.result(this.#next(batch)), (answer) => {
      if (Result.isFailure(answer) && answer.failure.delivery !== "unknown") {
        return Effect.fail(answer.failure);
      }
      const outcomes = Result.isSuccess(answer)
        ? answer.success
        : outcomesOf(answer.failure, batch);
      outcomes.forEach((outcome, place) => {
        if (outcome._tag === "Created") owners.note(outcome.customerId, batch.items[place].index);
      });
      const lookable = (isWanted: (outcome: Outcome) => boolean) =>
        placesOf(outcomes, isWanted).filter((place) => this.#underWay.isOnlyOne(keys[place]));
      const inDoubt = lookable(({ _tag }) => _tag === "Unknown");
      const refused = isAgain ? lookable(isRefused) : [];
      return inDoubt.length === 0 && refused.length === 0
        ? Effect.fromResult(answer)
        : Effect.flatMap(
          this.#correct(passage, outcomes, refused),
          (corrected) => this.#settle(passage, corrected, inDoubt),
        );
    });
  }

  /** A refusal of a customer that exists is none: Thulium created it in an earlier call. */
  #correct(passage: Passage, outcomes: Outcomes, places: Places): Effect.Effect<Outcomes> {
    return Effect.map(
      this.#lookUp(passage, places),
      (verdicts) =>
        replaceAt(
          outcomes,
          places,
          verdicts.map((verdict) => verdict?._tag === "Created" ? verdict : undefined),
        ),
    );
  }

  /** Looks customers up twice: early, to find them; and once more when their absence proves something. */
  #settle(passage: Passage, outcomes: Outcomes, places: Places): Effect.Effect<Outcomes> {
    const { absentMillis, settleMillis } = this.#settings;
    return Effect.gen({ self: this }, function* () {
      const ended = yield* monotonicMillis;
      const early = yield* this.#lookUpAt(ended + settleMillis, passage, places);
      const ids = outcomes.map((outcome) => "requestId" in outcome ? outcome.requestId : undefined);
      const afterEarly = replaceAt(
        outcomes,
        places,
        early.map((verdict, i) => outcomeAfter(verdict, notFoundYet, ids[places[i]])),
      );
      const open = places.filter((_, i) => isOpen(early[i]));
      if (open.length === 0) return afterEarly;
      const late = yield* this.#lookUpAt(ended + absentMillis, passage, open);
      const afterLate = replaceAt(
        afterEarly,
        open,
        late.map((verdict, i) => outcomeAfter(verdict, provedAbsent, ids[open[i]])),
      );
      const absent = open.filter((_, i) => late[i]?._tag === "NotThere");
      return yield* this.#sendAgain(passage, afterLate, absent);
    });
  }

  /** What lookups say at a time of the monotonic clock. If the import stops, no lookup is made any more. */
  #lookUpAt(
    time: number,
    passage: Passage,
    places: Places,
  ): Effect.Effect<ReadonlyArray<Verdict | undefined>> {
    const wait = Effect.flatMap(
      this.#lookups.mayLookUp,
      (mayLookUp) => mayLookUp && places.length > 0 ? waitUntil(time) : Effect.void,
    );
    return wait.pipe(
      Effect.andThen(this.#lookUp(passage, places)),
      Effect.orElseSucceed(() => places.map(() => undefined)),
    );
  }

  /** What lookups say now. The id of another row is no proof. */
  #lookUp(
    { batch, keys, owners }: Passage,
    places: Places,
  ): Effect.Effect<ReadonlyArray<Verdict | undefined>> {
    const items = places.map((place) => batch.items[place]);
    return Effect.gen({ self: this }, function* () {
      const verdicts = yield* this.#lookups.lookUp(items, {
        keys: places.map((place) => keys[place]),
        // Another customer with the same key may have been sent since the call.
        isWanted: (lookup) => this.#underWay.isOnlyOne(lookup),
      });
      const withoutLookup = (yield* this.#lookups.mayLookUp) ? undefined : notPermitted;
      return verdicts.map((verdict, i) => {
        if (verdict?._tag !== "Created") return verdict ?? withoutLookup;
        return owners.claim(verdict.customerId, items[i].index) ? verdict : ofAnotherRow;
      });
    });
  }

  /** Sends the customers again that were proved absent, within the limit. */
  #sendAgain(passage: Passage, outcomes: Outcomes, places: Places): Effect.Effect<Outcomes> {
    const rest = pick(passage.batch, places);
    if (rest === undefined || passage.resends === 0) return Effect.succeed(outcomes);
    const again = this.#sendAndSettle({
      ...passage,
      batch: rest,
      keys: places.map((place) => passage.keys[place]),
      isAgain: true,
      resends: passage.resends - 1,
    });
    return Effect.map(
      settleOutcomes(Effect.andThen(unlessStopped, again), rest),
      (later) => replaceAt(outcomes, places, later),
    );
  }
}

const isRefused = (outcome: Outcome): boolean =>
  outcome._tag === "Rejected" && outcome.by === "thulium";

/** Whether a later lookup may say more. */
const isOpen = (verdict: Verdict | undefined): boolean =>
  verdict?._tag === "NotThere" || verdict?._tag === "Failed";

/**
 * The outcome after a lookup; `undefined`, to keep the one before, if none was made. A doubt that stays keeps the id of
 * the request that left it.
 */
const outcomeAfter = (
  verdict: Verdict | undefined,
  notThere: (requestId: string | undefined) => Outcome,
  requestId: string | undefined,
): Outcome | undefined => {
  switch (verdict?._tag) {
    case "NotThere":
      return notThere(requestId);
    case "Failed":
    case "Unknown":
      return Outcome.unknown(verdict.message, requestId);
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

const notPermitted = /* @__PURE__ */ Outcome.unknown(
  `${outcomeTexts.mayExist}; ${outcomeTexts.mayNotLookUp} (HTTP 403)`,
);
