/**
 * Runs the callers' own effects during an import: `onProgress`, `onEnd`, `onLeftOver`, `progress`. They may die,
 * or throw before they begin; no customer loses its outcome because of them. They must end, because the import
 * waits for them.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Semaphore from "effect/Semaphore";
import { logDefect } from "../internal/defect.ts";
import type { Ledger, Progress } from "./ledger.ts";

/**
 * The caller's effect. If it dies, or can't even be made, the import goes on. What is no effect, such as the promise of
 * an async function, is left alone: it would end the fiber, past every handler.
 */
export const harmless = (listener: () => Effect.Effect<void> | undefined): Effect.Effect<void> =>
  Effect.suspend(() => {
    const made = listener();
    return Effect.isEffect(made) ? made : Effect.void;
  }).pipe(
    Effect.catchCause((cause) => logDefect("A listener of an import died", cause)),
  );

/** Calls the listener when there is progress, one run at a time. */
export const notifier = (
  ledger: Ledger,
  listener: ((progress: Progress) => Effect.Effect<void>) | undefined,
): Effect.Effect<void> => {
  if (listener === undefined) return Effect.void;
  const oneAtATime = Semaphore.makeUnsafe(1);
  let notified = -1;
  return oneAtATime.withPermit(harmless(() => {
    const progress = ledger.progress();
    if (progress.done === notified) return undefined;
    notified = progress.done;
    return listener(progress);
  }));
};
