/**
 * A long wait without a word looks like a hang.
 *
 * @module
 */
import * as Effect from "effect/Effect";

/** What is said before it is waited for. */
const longWaitMillis = 10_000;

/** What is waited for: another run, alive or dead, that holds all of the customers; or a proof of what became of them. */
export type WaitedFor = "run" | "proof";

/** Says how long is waited for how many customers, before the first long wait. */
export const tellOnce = (): (
  what: WaitedFor,
  count: number,
  millis: number,
) => Effect.Effect<void> => {
  let hasTold = false;
  return (what, count, millis) =>
    Effect.suspend(() => {
      if (hasTold || millis < longWaitMillis) return Effect.void;
      hasTold = true;
      return Effect.logInfo(texts[what](count, Math.ceil(millis / 1000)));
    });
};

/** The importer says these texts in its own language: `cli/texts/say_log.ts`. */
const texts: { readonly [what in WaitedFor]: (count: number, seconds: number) => string } = {
  run: (count, seconds) =>
    `Another run is sending ${count} customers, or was when it was cut off: waiting up to ${seconds} seconds`,
  proof: (count, seconds) =>
    `Waiting up to ${seconds} seconds to find out what became of ${count} customers in doubt`,
};
