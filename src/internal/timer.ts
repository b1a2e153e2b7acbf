/**
 * A timer of the clock that is provided. It takes one fiber; a race with `Effect.sleep` takes two, and twice the time.
 *
 * @module
 */
import type * as Context from "effect/Context";
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";

/** Runs `ring` after a time, unless it is stopped before by what this returns. */
export const startTimer = (
  services: Context.Context<never>,
  duration: Duration.Input,
  ring: () => void,
): () => void => {
  const sleep = Effect.andThen(Effect.sleep(duration), Effect.sync(ring));
  const fiber = Effect.runForkWith(services)(sleep);
  return () => fiber.interruptUnsafe();
};
