/**
 * Tells a plain function the progress of an import.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as SubscriptionRef from "effect/SubscriptionRef";
import * as Library from "../import/progress.ts";
import type { OutcomeCounts } from "../outcome/report.ts";

/** The progress of `import` and `sync`. */
export interface ImportProgress extends OutcomeCounts {
  /** The number of rows that have an outcome. */
  readonly done: number;
  /** Rows per second since the start; 0 until the first rows are done. */
  readonly perSecond: number;
  /**
   * The index at which to resume (`firstIndex`), if the import ended before its rows. No row from this index on was sent, and
   * none is `Unchanged`. Earlier rows may also be `NotSent`; their outcomes say so.
   */
  readonly resumeAt: number | undefined;
}

/** Where an import counts its outcomes, so that the listener hears of each change. */
export const progressTo = (
  listener: (progress: ImportProgress) => void,
): Library.ProgressTarget => {
  const progress = Effect.runSync(Library.makeImportProgress());
  return {
    advance: (...counts) =>
      progress.advance(...counts).pipe(
        Effect.andThen(SubscriptionRef.get(progress)),
        Effect.flatMap(({ remaining: _, total: _total, ...now }) =>
          Effect.sync(() => listener(now))
        ),
      ),
  };
};
