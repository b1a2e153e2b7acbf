/**
 * The time by which this module measures how much time has passed. The system's clock is set back and forth by people
 * and by time servers; this one is not.
 *
 * Compare only readings of the same process. A `Retry-After` date is compared with the system's clock.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";

/** The same of a clock. */
export const monotonicMillisOf = (clock: Clock.Clock): number =>
  Number(clock.monotonicTimeNanosUnsafe() / 1_000_000n);

/** Whole milliseconds since an arbitrary moment. */
export const monotonicMillis: Effect.Effect<number> = /* @__PURE__ */ Effect.map(
  Clock.Clock,
  monotonicMillisOf,
);
