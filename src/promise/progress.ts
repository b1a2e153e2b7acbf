/**
 * Tells a plain function the progress of an import.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as SubscriptionRef from "effect/SubscriptionRef";
import {
  type ImportProgress,
  makeImportProgress,
  type ProgressTarget,
} from "../import/progress.ts";

/** Where an import counts its outcomes, so that the listener hears of each change. */
export const progressTo = (listener: (progress: ImportProgress) => void): ProgressTarget => {
  const progress = Effect.runSync(makeImportProgress());
  return {
    advance: (...counts) =>
      progress.advance(...counts).pipe(
        Effect.andThen(SubscriptionRef.get(progress)),
        Effect.flatMap((now) => Effect.sync(() => listener(now))),
      ),
  };
};
