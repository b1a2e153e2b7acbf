/**
 * The progress of a streaming import, as a value that can be watched.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as SubscriptionRef from "effect/SubscriptionRef";
import { addCounts, noCounts, type OutcomeCounts, totalOf } from "../outcome/report.ts";

/** The progress of a streaming import. */
export interface ImportProgress extends OutcomeCounts {
  /** The number of rows that have an outcome. */
  readonly done: number;
  /** The number of rows, if the caller knows it. */
  readonly total: number | undefined;
  /** Rows per second since the start; 0 until the first rows are done. */
  readonly perSecond: number;
  /** The remaining time at this rate, if the total and a rate are known. */
  readonly remaining: Duration.Duration | undefined;
  /**
   * The index at which to resume, if the import ended before its rows. No row from this index on was sent, and none
   * is `Unchanged`. Earlier rows may also be `NotSent`; their outcomes say so.
   */
  readonly resumeAt: number | undefined;
}

/** Where an import adds the outcomes that it counts. */
export interface ProgressTarget {
  /** Adds outcomes. `elapsedMillis` is the time since the start of the import. */
  readonly advance: (
    counts: OutcomeCounts,
    elapsedMillis: number,
    resumeAt: number | undefined,
  ) => Effect.Effect<void>;
}

/** The progress of an import, to be read and watched with `SubscriptionRef`. */
export interface ImportProgressRef
  extends SubscriptionRef.SubscriptionRef<ImportProgress>, ProgressTarget {}

/**
 * Makes the value in which an import shows its progress. Read it at any time, or watch its changes.
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
): Effect.Effect<ImportProgressRef> =>
  Effect.map(
    SubscriptionRef.make<ImportProgress>({
      done: 0,
      total: options.total,
      ...noCounts,
      perSecond: 0,
      remaining: undefined,
      resumeAt: undefined,
    }),
    (progress) =>
      Object.assign(progress, {
        advance: (
          counts: OutcomeCounts,
          elapsedMillis: number,
          resumeAt: number | undefined,
        ) =>
          SubscriptionRef.update(progress, (now) => advanced(now, counts, elapsedMillis, resumeAt)),
      }),
  );

const advanced = (
  now: ImportProgress,
  counts: OutcomeCounts,
  elapsedMillis: number,
  resumeAt: number | undefined,
): ImportProgress => {
  const sums = addCounts(now, counts);
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
