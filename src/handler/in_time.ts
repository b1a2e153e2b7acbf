/**
 * Waits for a promise, for a limited time. This file exists for speed alone: `Effect.timeoutOrElse` starts a fiber for the
 * promise, one for the time, and a race, which takes three times as long. Under the clock of the platform this is one
 * timer and no other fiber.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";

const platformClock = /* @__PURE__ */ Context.get(/* @__PURE__ */ Context.empty(), Clock.Clock);

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

/** Runs `onTime` after a time by the clock of this context, unless the function that it returns is called before. */
const startTimer = (
  context: Context.Context<never>,
  millis: number,
  onTime: () => void,
): () => void => {
  if (Context.get(context, Clock.Clock) === platformClock) {
    const timer = setTimeout(onTime, millis);
    return () => clearTimeout(timer);
  }
  const sleep = Effect.runForkWith(context)(Effect.sleep(millis));
  sleep.addObserver((exit) => {
    if (Exit.isSuccess(exit)) onTime();
  });
  return () => sleep.interruptUnsafe();
};
