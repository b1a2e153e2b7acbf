/**
 * How far a streaming import has come, as a value that can be watched.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import type * as Effect from "effect/Effect";
import * as SubscriptionRef from "effect/SubscriptionRef";
import { type OutcomeCounts, totalOf } from "../outcome/report.ts";

/** How far a streaming import has come. */
export interface ImportProgress extends OutcomeCounts {
  /** How many rows have their outcome. */
  readonly done: number;
  /** How many rows there are, if the caller knows. */
  readonly total: number | undefined;
  /** Rows per second since the beginning; 0 before the first ones are done. */
  readonly perSecond: number;
  /** The time that is left at this rate, if the total is known and there is a rate. */
  readonly remaining: Duration.Duration | undefined;
  /**
   * Once the import is over before its rows: the row to go on with. From it on nothing was sent; rows
   * before it that are `NotSent` are told by their outcomes.
   */
  readonly resumeAt: number | undefined;
}

/**
 * Makes the place where an import shows its progress. Read it at any time, or watch its changes.
 *
 * @example
 * ```ts
 * import { importCustomers, makeImportProgress } from "@thulium-effect/batch-customers";
 * import * as Effect from "effect/Effect";
 * import * as Stream from "effect/Stream";
 * import * as SubscriptionRef from "effect/SubscriptionRef";
 *
 * const program = Effect.gen(function* () {
 *   const progress = yield* makeImportProgress({ total: 2 });
 *   const rows = Stream.make({ surname: "Kowalska" }, { surname: "Nowak" });
 *   yield* Stream.runDrain(importCustomers(rows, { progress }));
 *   return yield* SubscriptionRef.get(progress);
 * });
 * ```
 */
export const makeImportProgress = (
  options: { readonly total?: number | undefined } = {},
): Effect.Effect<SubscriptionRef.SubscriptionRef<ImportProgress>> =>
  SubscriptionRef.make<ImportProgress>({
    done: 0,
    total: options.total,
    created: 0,
    rejected: 0,
    unknown: 0,
    notSent: 0,
    perSecond: 0,
    remaining: undefined,
    resumeAt: undefined,
  });

/** The progress after some more rows. */
export const advance = (
  now: ImportProgress,
  counts: OutcomeCounts,
  elapsedMillis: number,
  resumeAt: number | undefined,
): ImportProgress => {
  const sums = {
    created: now.created + counts.created,
    rejected: now.rejected + counts.rejected,
    unknown: now.unknown + counts.unknown,
    notSent: now.notSent + counts.notSent,
  };
  const done = totalOf(sums);
  const perSecond = elapsedMillis > 0 ? done / (elapsedMillis / 1000) : 0;
  const left = now.total === undefined ? undefined : Math.max(0, now.total - done);
  return {
    done,
    total: now.total,
    ...sums,
    perSecond,
    remaining: left === undefined || perSecond === 0
      ? undefined
      : Duration.seconds(left / perSecond),
    resumeAt: resumeAt ?? now.resumeAt,
  };
};
