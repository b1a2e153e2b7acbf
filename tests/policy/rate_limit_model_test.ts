/** A rate limit in memory, held to a model that goes through the time millisecond by millisecond. */
import { RateLimit, stack } from "../../mod.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Schema from "effect/Schema";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals } from "../support/assert.ts";
import { batchOf } from "../support/customers.ts";
import { holds } from "../support/property.ts";
import { scripted, send, well } from "../support/scripted_call.ts";

const between = (minimum: number, maximum: number) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })));

/** A call, and which of the calls before it is given up in the same moment, counted from the latest one. */
interface Arrival {
  /** Milliseconds since the arrival before. */
  readonly gap: number;
  readonly customers: number;
  readonly givesUp: number;
}

const arrivals = (longestGap: number, customers: Arbitrary.Arbitrary<number>) =>
  Arbitrary.array(
    Arbitrary.all({ gap: between(0, longestGap), customers, givesUp: between(0, 12) }),
    { minLength: 5, maxLength: 40 },
  );

/** When each call went out, by the call's number; `undefined` if it did not. */
type Departures = ReadonlyArray<number | undefined>;

const played = (options: RateLimit.RateLimitOptions, script: ReadonlyArray<Arrival>) =>
  Effect.gen(function* () {
    const left: Array<number | undefined> = script.map(() => undefined);
    const { calls, layer } = scripted(well);
    const fibers: Array<Fiber.Fiber<unknown, unknown>> = [];
    yield* Effect.gen(function* () {
      for (const [i, { customers, gap, givesUp }] of script.entries()) {
        yield* TestClock.adjust(gap);
        const given = fibers[i - givesUp];
        if (givesUp > 0 && given !== undefined) yield* Fiber.interrupt(given);
        const called = Effect.map(send(batchOf(customers)), ([{ _tag }]) => {
          if (_tag === "Created") left[i] = calls.at(-1)?.at;
        });
        fibers.push(yield* Effect.forkChild(called, { startImmediately: true }));
        // Calls that may go out now do so one after the other, before the time goes on.
        yield* Effect.replicateEffect(Effect.yieldNow, 100, { discard: true });
      }
      yield* TestClock.adjust("10 minutes");
    }).pipe(Effect.provide(stack(layer, RateLimit.layer(options))));
    return left;
  }).pipe(Effect.scoped, Effect.provide(TestClock.layer()));

const limit = 5;
const perMillis = 1000;
const maxWait = 3000;

/** One rate of customers: the bucket gains a millisecond's worth of tokens in each millisecond. */
const modelled = (script: ReadonlyArray<Arrival>): Departures => {
  const left: Array<number | undefined> = script.map(() => undefined);
  const arriveAt = script.map((_, i) =>
    script.slice(0, i + 1).reduce((sum, { gap }) => sum + gap, 0)
  );
  const cost = (i: number) => script[i].customers * (perMillis / limit);
  let level = perMillis;
  let line: Array<number> = [];
  const letOut = (now: number) => {
    while (line.length > 0 && cost(line[0]) <= level) {
      const [first, ...rest] = line;
      // What a large call left over is kept for nobody.
      level = Math.min(level, Math.max(perMillis, cost(first))) - cost(first);
      left[first] = now;
      line = rest;
    }
    if (line.length === 0) level = Math.min(level, perMillis);
  };
  for (let now = 0; now <= arriveAt[arriveAt.length - 1] + 60_000; now++) {
    if (now > 0) level++;
    letOut(now);
    for (const [i, { givesUp }] of script.entries()) {
      if (arriveAt[i] !== now) continue;
      line = line.filter((call) => givesUp === 0 || call !== i - givesUp);
      letOut(now);
      const wait = line.reduce((sum, call) => sum + cost(call), cost(i)) - level;
      if (wait > maxWait) continue;
      line.push(i);
      letOut(now);
    }
  }
  return left;
};

holds(
  "calls go out first come, first served, as soon as there are tokens, and are refused only if that is too late",
  arrivals(700, between(1, 8)),
  (script) =>
    Effect.gen(function* () {
      const options = {
        customers: { limit, per: perMillis },
        maxWait,
      };
      assertEquals(yield* played(options, script), modelled(script));
    }),
  { runs: 300 },
);

holds(
  "no rate is exceeded, nobody waits too long, and nobody overtakes, with two rates and calls that are given up",
  arrivals(300, Arbitrary.schema(Schema.Literals([1, 2, 3, 50, 130]))),
  (script) =>
    Effect.gen(function* () {
      const rates = [
        { limit: 3, per: 2000, tokens: () => 1 },
        { limit: 60, per: 1500, tokens: ({ customers }: Arrival) => customers },
      ];
      const [requests, customers] = rates;
      const left = yield* played({ requests, customers, maxWait }, script);
      let now = 0;
      const out = script.flatMap((arrival, i) => {
        now += arrival.gap;
        const at = left[i];
        return at === undefined ? [] : [{ arrival, cameAt: now, at }];
      });
      for (const [i, first] of out.entries()) {
        assert(first.at - first.cameAt <= maxWait, "waited too long");
        for (const { limit, per, tokens } of rates) {
          let sum = 0;
          for (const { arrival, at } of out.slice(i)) {
            assert(at >= first.at, "overtaken");
            sum += tokens(arrival);
            const most = Math.max(limit, tokens(first.arrival)) + (at - first.at) * limit / per;
            assert(sum <= most + 1e-6, `${sum} tokens in ${at - first.at} ms`);
          }
        }
      }
    }),
  { runs: 300 },
);
