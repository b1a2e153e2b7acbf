/**
 * Time as stores see it: within what time a store must answer, and which clock it reads.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";

const storeTime = "10 seconds";

/** Makes an operation of a store fail with `hanging()` if it takes longer than a store may. */
export const withinStoreTime = <A, E, R, E2>(
  operation: Effect.Effect<A, E, R>,
  hanging: () => E2,
): Effect.Effect<A, E | E2, R> =>
  Effect.timeoutOrElse(operation, {
    duration: storeTime,
    orElse: () => Effect.fail(hanging()),
  });

/**
 * Runs an operation of one of Effect's stores with a clock that is never set back. These stores compare times of the
 * system's clock: a rate limit would give no tokens, and a circuit would stay open, until a clock that was set back
 * has caught up. If the system's clock is ahead, this one follows it, so that processes which share a store agree.
 */
export const withSteadyClock = <A, E, R>(
  operation: Effect.Effect<A, E, R>,
): Effect.Effect<A, E, R> =>
  Clock.clockWith((clock) => {
    const known = steadyClocks.get(clock);
    const steady = known ?? steadyClock(clock);
    if (known === undefined) steadyClocks.set(clock, steady);
    return Effect.provideService(operation, Clock.Clock, steady);
  });

/** One for each clock, so that all policies of a process agree. */
const steadyClocks: WeakMap<Clock.Clock, Clock.Clock> = /* @__PURE__ */ new WeakMap();

const steadyClock = (clock: Clock.Clock): Clock.Clock => {
  let time = clock.currentTimeMillisUnsafe();
  let readAt = clock.monotonicTimeNanosUnsafe();
  const millis = () => {
    const now = clock.monotonicTimeNanosUnsafe();
    time = Math.max(time + Number(now - readAt) / 1e6, clock.currentTimeMillisUnsafe());
    readAt = now;
    return Math.round(time);
  };
  const nanos = () => BigInt(millis()) * 1_000_000n;
  return {
    currentTimeMillisUnsafe: millis,
    currentTimeMillis: Effect.sync(millis),
    currentTimeNanosUnsafe: nanos,
    currentTimeNanos: Effect.sync(nanos),
    monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
    monotonicTimeNanos: clock.monotonicTimeNanos,
    sleep: (duration) => clock.sleep(duration),
  };
};
