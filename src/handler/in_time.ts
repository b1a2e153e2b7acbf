/**
 * Waits for a promise, for a limited time. This file exists for speed alone: `Effect.timeoutOrElse` starts a fiber for the
 * promise, one for the time, and a race, which takes three times as long. Under the clock of the platform this is one
 * timer and no other fiber.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { startTimer } from "../internal/timer.ts";

/** Waits for a promise that does not reject; after `millis` the result is that of `orElse`, and the promise goes on alone. */
export const inTime = <A, E>(
  promise: () => Promise<A>,
  millis: number,
  orElse: () => Effect.Effect<A, E>,
): Effect.Effect<A, E> =>
  Effect.withFiber(({ context }) =>
    Effect.callback<A, E>((resume) => {
      const cancel = startTimer(context, millis, () => resume(Effect.suspend(orElse)));
      promise().then((value) => {
        cancel();
        resume(Effect.succeed(value));
      }, (error) => {
        cancel();
        resume(Effect.die(error));
      });
      return Effect.sync(cancel);
    })
  );
