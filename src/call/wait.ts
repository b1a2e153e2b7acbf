/**
 * Waits before a call. They end when the import stops, and fail with the reason, so that nothing is sent after a wait that
 * has become useless.
 *
 * @module
 */
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import type { BatchError } from "../outcome/error.ts";
import { CurrentRun, unlessStopped } from "./run.ts";

/** Waits before a call. */
export const sleepUnlessStopped = (duration: Duration.Input): Effect.Effect<void, BatchError> =>
  Effect.flatMap(CurrentRun, (run) => {
    const sleep = Effect.sleep(duration);
    return run === undefined ? sleep : Effect.raceFirst(sleep, run.stopped);
  }).pipe(Effect.andThen(unlessStopped));

/** Prepares a call. If the import stops, the preparation is given up. */
export const unlessStoppedMeanwhile = <A, E, R>(
  preparation: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | BatchError, R> =>
  Effect.flatMap(CurrentRun, (run) =>
    run === undefined ? preparation : Effect.raceFirst(
      preparation,
      Effect.andThen(run.stopped, Effect.andThen(unlessStopped, Effect.never)),
    ));

/**
 * Waits until `whenTurn` calls back. It takes no fiber:
 * with {@linkcode unlessStoppedMeanwhile} a wait takes four, which cost a busy handler a third of its time.
 */
export const turnUnlessStopped = (
  whenTurn: (come: () => void) => void,
): Effect.Effect<void, BatchError> =>
  Effect.flatMap(CurrentRun, (run) =>
    Effect.callback((resume) => {
      let hasCome = false;
      let forget = () => {};
      whenTurn(() => {
        hasCome = true;
        forget();
        resume(Effect.void);
      });
      // Nothing would forget it otherwise, and its timer would keep the program alive until the deadline.
      if (hasCome) return;
      forget = run?.onStop(() => resume(unlessStopped)) ?? forget;
      return Effect.sync(() => forget());
    }));
