/**
 * A timer of the clock that is provided. Under the clock of the platform it takes no fiber; a race with `Effect.sleep` takes
 * two, and five times as long.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Context from "effect/Context";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";

const platformClock = /* @__PURE__ */ Context.get(/* @__PURE__ */ Context.empty(), Clock.Clock);

/** A platform's timers wait no longer, in milliseconds: some 24 days. */
const longest = 2 ** 31 - 1;

/** Runs `ring` after a time, unless it is stopped before by what this returns. */
export const startTimer = (
  services: Context.Context<never>,
  duration: Duration.Input,
  ring: () => void,
): () => void => {
  const millis = Duration.toMillis(Duration.fromInputUnsafe(duration));
  if (Context.get(services, Clock.Clock) === platformClock && millis <= longest) {
    const timer = setTimeout(ring, millis);
    return () => clearTimeout(timer);
  }
  const sleep = Effect.andThen(Effect.sleep(duration), Effect.sync(ring));
  const fiber = Effect.runForkWith(services)(sleep);
  return () => fiber.interruptUnsafe();
};
