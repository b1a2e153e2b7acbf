/** Policies when the system's clock is set back or forward by an hour. */
import {
  CircuitBreaker,
  type Customer,
  CustomerLookup,
  type Policy,
  RateLimit,
  Reconcile,
  stack,
} from "../../mod.ts";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Breaker from "effect/persistence/CircuitBreaker";
import * as RateLimiter from "effect/persistence/RateLimiter";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals } from "../support/assert.ts";
import { batchOf } from "../support/customers.ts";
import { it } from "../support/it.ts";
import { type Answer, failing, scripted, send, well } from "../support/scripted_call.ts";

const hour = 3_600_000;

/** A `BatchCall` under a clock that can be set. `at` is when each call was made, in milliseconds that really passed. */
const underClock = (policy: Policy, answer: Answer = well) =>
  Effect.gen(function* () {
    const test = yield* Clock.clockWith(Effect.succeed);
    let offset = 24 * hour;
    const system: Clock.Clock = {
      ...test,
      currentTimeMillisUnsafe: () => test.currentTimeMillisUnsafe() + offset,
      currentTimeMillis: Effect.sync(() => test.currentTimeMillisUnsafe() + offset),
    };
    const at: Array<number> = [];
    const { layer } = scripted((batch, nth) => {
      at.push(test.currentTimeMillisUnsafe());
      return answer(batch, nth);
    });
    const context = yield* Layer.build(stack(layer, policy));
    const call = Effect.forkChild(Effect.exit(send(batchOf(1))), { startImmediately: true }).pipe(
      Effect.provide(context),
      Effect.provideService(Clock.Clock, system),
    );
    const setClock = (by: number) => Effect.sync(() => offset += by);
    return { at, call, setClock };
  });

const rate = { requests: { limit: 2, per: "2 seconds" }, maxWait: "10 seconds" } as const;
const rateLimits: { readonly [name: string]: Policy } = {
  "in memory": RateLimit.layer(rate),
  "in a store": Layer.provide(RateLimit.layerStore(rate), RateLimiter.layerStoreMemory),
};

for (const [where, rateLimit] of Object.entries(rateLimits)) {
  it.effect(`a clock that is set back does not block a rate limit (${where})`, function* () {
    const { at, call, setClock } = yield* underClock(rateLimit);
    yield* Effect.replicateEffect(call, 3);
    yield* TestClock.adjust("500 millis");
    yield* setClock(-hour);
    yield* Effect.replicateEffect(call, 2);
    yield* TestClock.adjust("9500 millis");
    yield* Effect.replicateEffect(call, 3);
    yield* TestClock.adjust("10 seconds");
    assertEquals(at, [0, 0, 1000, 2000, 3000, 10_000, 10_000, 11_000]);
  });

  it.effect(`a clock that is set forward lets no more than the limit through at once (${where})`, function* () {
    const { at, call, setClock } = yield* underClock(rateLimit);
    yield* Effect.replicateEffect(call, 6);
    yield* TestClock.adjust("500 millis");
    yield* setClock(hour);
    yield* Effect.replicateEffect(call, 6);
    yield* TestClock.adjust("499 millis");
    assert(at.length <= 4, at.join());
    yield* TestClock.adjust("19 seconds");
    assertEquals(at.length, 12);
    assertEquals(at.filter((_, i) => at[i + 3] - at[i] < 1000), []);
  });
}

it.effect("a clock that is set forward changes nothing for a rate limit in memory", function* () {
  const { at, call, setClock } = yield* underClock(rateLimits["in memory"]);
  yield* Effect.replicateEffect(call, 4);
  yield* TestClock.adjust("500 millis");
  yield* setClock(hour);
  yield* Effect.replicateEffect(call, 2);
  yield* TestClock.adjust("19 seconds");
  assertEquals(at, [0, 0, 1000, 2000, 3000, 4000]);
});

const breaker = { opensAt: { failures: 1 }, openFor: "10 seconds" } as const;
const circuits: {
  readonly [name: string]: (options: CircuitBreaker.CircuitBreakerOptions) => Policy;
} = {
  "in memory": CircuitBreaker.layer,
  "in a store": (options) =>
    Layer.provide(
      CircuitBreaker.layerStore(options),
      Layer.fresh(Breaker.layerStoreMemory({ idleTimeToLive: "1 day" })),
    ),
};
const failingOnce: Answer = (batch, nth) => nth === 0 ? failing(500) : well(batch, nth);

for (const [where, circuitBreaker] of Object.entries(circuits)) {
  it.effect(`a clock that is set back keeps no circuit open (${where})`, function* () {
    const { at, call, setClock } = yield* underClock(circuitBreaker(breaker), failingOnce);
    yield* call;
    yield* setClock(-hour);
    yield* TestClock.adjust("9 seconds");
    yield* call;
    yield* TestClock.adjust("1 second");
    yield* call;
    assertEquals(at, [0, 10_000]);
  });

  it.effect(`calls wait for a circuit as long as before after a clock is set back (${where})`, function* () {
    const waiting = { ...breaker, whileOpen: "wait", maxWait: "15 seconds" } as const;
    const { at, call, setClock } = yield* underClock(circuitBreaker(waiting), failingOnce);
    yield* call;
    yield* call;
    yield* TestClock.adjust("5 seconds");
    yield* setClock(-hour);
    yield* call;
    yield* TestClock.adjust("1 minute");
    assertEquals(at, [0, 10_000, 10_000]);
  });
}

it.effect("a clock that is set forward closes no circuit", function* () {
  const { at, call, setClock } = yield* underClock(circuits["in memory"](breaker), failingOnce);
  yield* call;
  yield* setClock(hour);
  yield* TestClock.adjust("9 seconds");
  yield* call;
  yield* TestClock.adjust("1 second");
  yield* call;
  assertEquals(at, [0, 10_000]);
});

it.effect("a clock that is set back does not prolong the wait for a circuit", function* () {
  const waiting = { ...breaker, whileOpen: "wait", maxWait: "15 seconds" } as const;
  const { call, setClock } = yield* underClock(
    circuits["in memory"](waiting),
    (_, nth) => nth === 0 ? failing(500) : Effect.never,
  );
  yield* call;
  // The next call tries the circuit and is not answered; the calls after it wait.
  yield* call;
  const waits = yield* call;
  yield* TestClock.adjust("12 seconds");
  yield* setClock(-hour);
  yield* TestClock.adjust("3 seconds");
  assert(waits.pollUnsafe() !== undefined);
});

it.effect("a clock that is set forward proves no absence, so that nobody is sent again early", function* () {
  const finding = Layer.succeed(CustomerLookup, { find: () => Effect.succeed([]) });
  const key = ({ surname }: Customer) => ({ by: "identifier", value: surname }) as const;
  const policy = Reconcile.layer({ absentAfter: "1 minute", key });
  const reconcile = Layer.provide(policy, finding);
  const { at, call, setClock } = yield* underClock(reconcile, failingOnce);
  yield* call;
  yield* TestClock.adjust("1 second");
  yield* setClock(hour);
  yield* TestClock.adjust("58 seconds");
  assertEquals(at, [0]);
  yield* TestClock.adjust("1 second");
  assertEquals(at, [0, 60_000]);
});
