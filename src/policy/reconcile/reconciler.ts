/**
 * Sends a batch, and settles the doubts that the call leaves: it looks the customers in doubt up, and puts the
 * outcomes that the lookups prove in the places of the old ones.
 *
 * @module
 */
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import type { Batch } from "../../batch/model.ts";
import type { Find } from "../../call/lookup.ts";
import { LookupOnly } from "../../call/lookup_only.ts";
import { CurrentRun, ImportRun, sleepUnlessStopped } from "../../call/run.ts";
import type { Call, Send } from "../../call/service.ts";
import { outcomesOf } from "../../call/settle.ts";
import type { BatchError } from "../../outcome/error.ts";
import { Outcome } from "../../outcome/model.ts";
import { placesOf, replaceAt } from "../parts.ts";
import { IdOwners } from "./id_owners.ts";
import { lookUp } from "./look_up.ts";
import { type Key, type Lookups, lookupsOf, UnderWay } from "./under_way.ts";

/** How customers are looked up. */
export interface ReconcilerSettings {
  readonly key: Key;
  readonly settleFor: Duration.Duration;
  readonly concurrency: number;
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
      const lookups = lookupsOf(batch.items, this.#settings.key);
      this.#underWay.begin(lookups);
      return Effect.ensuring(
        this.#sendAndSettle(batch, lookups, owners),
        Effect.sync(() => this.#underWay.end(lookups)),
      );
    });
  }

  #sendAndSettle(batch: Batch, lookups: Lookups, owners: IdOwners): Call {
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
      if (places.length === 0) return Effect.fromResult(answer);
      return this.#settle(outcomes, places, (place) =>
        Effect.suspend(() => {
          // Another customer with the same key may have been sent since the call.
          const lookup = this.#underWay.onlyOne(lookups[place]);
          return lookup === undefined
            ? Effect.succeed(outcomes[place])
            : lookUp(this.#find, batch.items[place], lookup, owners);
        }));
    });
  }

  /** The outcomes after the lookups. If the import stops, no lookup is made any more and the doubts stay. */
  #settle(
    outcomes: ReadonlyArray<Outcome>,
    places: ReadonlyArray<number>,
    lookUpAt: (place: number) => Effect.Effect<Outcome, BatchError>,
  ): Effect.Effect<ReadonlyArray<Outcome>> {
    const { concurrency, settleFor } = this.#settings;
    return sleepUnlessStopped(settleFor).pipe(
      Effect.andThen(
        Effect.forEach(
          places,
          (place) => Effect.catch(lookUpAt(place), () => Effect.succeed(outcomes[place])),
          { concurrency },
        ),
      ),
      Effect.map((settled) => replaceAt(outcomes, places, settled)),
      Effect.catch(() => Effect.succeed(outcomes)),
    );
  }
}

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
  "may have been created before; it has no key to be looked up by",
);
