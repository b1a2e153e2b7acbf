/** A handler whose clock runs faster than the world, so that waits and deadlines of many seconds take milliseconds. */
import { type Handler, type HandlerOptions, makeHandle } from "../../src/handler/handle.ts";
import { type Lifetime, perProcess } from "../../src/handler/lifetime.ts";
import * as Clock from "effect/Clock";
import * as Context from "effect/Context";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";

const times = 100;

const nanos = (): bigint => BigInt(Math.round(performance.now() * 1e6 * times));
const start = BigInt(Date.now()) * 1_000_000n;
const wall = (): bigint => start + nanos();
const millis = (): number => Number(wall() / 1_000_000n);

const clock: Clock.Clock = {
  currentTimeMillisUnsafe: millis,
  currentTimeMillis: Effect.sync(millis),
  currentTimeNanosUnsafe: wall,
  currentTimeNanos: Effect.sync(wall),
  monotonicTimeNanosUnsafe: nanos,
  monotonicTimeNanos: Effect.sync(nanos),
  sleep: (duration) =>
    Effect.callback<void>((resume) => {
      const wait = Math.min(Math.max(Duration.toMillis(duration), 0) / times, 2 ** 31 - 1);
      const timer = setTimeout(() => resume(Effect.void), wait);
      return Effect.sync(() => clearTimeout(timer));
    }),
};

const fast: Lifetime = {
  telemetry: perProcess.telemetry,
  open: (parts) => {
    const { begin, dispose } = perProcess.open(parts);
    return {
      begin: async () => {
        const { release, services } = await begin();
        return { release, services: Context.add(services, Clock.Clock, clock) };
      },
      dispose,
    };
  },
};

export const makeFastHandler = (options: HandlerOptions): Handler => makeHandle(options, fast);
