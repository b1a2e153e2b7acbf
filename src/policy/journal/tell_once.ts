/**
 * A long wait without a word looks like a hang.
 *
 * @module
 */
import * as Effect from "effect/Effect";

/** What is said before it is waited for. */
const longWaitMillis = 10_000;

/** Says how long is waited for how many customers, before the first long wait. */
export const tellOnce = (): (count: number, millis: number) => Effect.Effect<void> => {
  let hasTold = false;
  return (count, millis) =>
    Effect.suspend(() => {
      if (hasTold || millis < longWaitMillis) return Effect.void;
      hasTold = true;
      return Effect.logInfo(
        `Waiting up to ${
          Math.ceil(millis / 1000)
        } seconds to find out what became of ${count} customers in doubt`,
      );
    });
};
