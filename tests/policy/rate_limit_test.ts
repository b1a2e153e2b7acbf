/** A rate limit decides before it takes: what calls take, what they give back, and how they stand in line. */
import { type Policy, RateLimit, stack } from "../../mod.ts";
import { batchErrorOf } from "../../src/policy/mod.ts";
import { CurrentRun, ImportRun } from "../../src/call/run.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as RateLimiter from "effect/persistence/RateLimiter";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals } from "../support/assert.ts";
import { batchOf } from "../support/customers.ts";
import { it } from "../support/it.ts";
import { scripted, send, well } from "../support/scripted_call.ts";

const times = (calls: ReadonlyArray<{ readonly at: number }>) => calls.map(({ at }) => at);
const sizes = (calls: ReadonlyArray<{ readonly indices: ReadonlyArray<unknown> }>) =>
  calls.map(({ indices }) => indices.length);

/** The policy in memory, and with a store. */
const policies: {
  readonly [name: string]: (options: RateLimit.RateLimitOptions) => Policy;
} = {
  "in memory": RateLimit.layer,
  "in a store": (options) =>
    Layer.provide(RateLimit.layerStore(options), Layer.fresh(RateLimiter.layerStoreMemory)),
};

/** Starts a send of as many customers. */
const sending = (count: number) =>
  Effect.forkChild(Effect.exit(send(batchOf(count))), { startImmediately: true });

for (const [where, rateLimit] of Object.entries(policies)) {
  it.effect(`under steady overload calls go out at the limit's rate all the time (${where})`, function* () {
    const { calls, layer } = scripted(well);
    const rate = rateLimit({ requests: { limit: 10, per: "1 second" }, maxWait: "2 seconds" });
    const arrivals: Array<number> = [];
    yield* Effect.gen(function* () {
      for (let i = 0; i < 20 * 30; i++) {
        arrivals.push(i + 1);
        yield* sending(i + 1);
        yield* TestClock.adjust("50 millis");
      }
    }).pipe(Effect.provide(stack(layer, rate)));
    const late = times(calls).filter((at) => at >= 1000);
    assertEquals(late, late.map((_, i) => late[0] + 100 * i));
    assert(late.length >= 289, `${late.length} calls in 29 seconds`);
    // First come, first served: each batch is one customer larger than the batch before it.
    assertEquals(sizes(calls), [...sizes(calls)].sort((a, b) => a - b));
  });

  it.effect(`nobody waits behind a call that was interrupted (${where})`, function* () {
    const { calls, layer } = scripted(well);
    const rate = rateLimit({ customers: { limit: 2, per: "2 seconds" } });
    yield* Effect.gen(function* () {
      yield* sending(2);
      const first = yield* sending(2);
      yield* sending(1);
      const third = yield* sending(2);
      yield* sending(2);
      yield* TestClock.adjust("500 millis");
      yield* Fiber.interrupt(first);
      yield* Fiber.interrupt(third);
      yield* TestClock.adjust("1 minute");
    }).pipe(Effect.provide(stack(layer, rate)));
    assertEquals(times(calls), [0, 1000, 3000]);
  });

  it.effect(`nobody waits behind a call whose import has stopped (${where})`, function* () {
    const { calls, layer } = scripted(well);
    const rate = rateLimit({ requests: { limit: 1, per: "1 second" } });
    const run = new ImportRun();
    yield* Effect.gen(function* () {
      yield* sending(1);
      for (let i = 0; i < 3; i++) yield* Effect.provideService(sending(1), CurrentRun, run);
      yield* sending(2);
      yield* TestClock.adjust("500 millis");
      run.stop(batchErrorOf({ at: "stop", why: "interrupted" }));
      yield* TestClock.adjust("1 minute");
    }).pipe(Effect.provide(stack(layer, rate)));
    assertEquals(times(calls), [0, 1000]);
    assertEquals(sizes(calls), [1, 2]);
  });

  it.effect(`a call that one rate refuses takes nothing of the other (${where})`, function* () {
    const { calls, layer } = scripted(well);
    const rate = rateLimit({
      requests: { limit: 1, per: "1 second" },
      customers: { limit: 10, per: "10 seconds" },
      maxWait: "2 seconds",
    });
    yield* Effect.gen(function* () {
      yield* sending(10);
      const [outcome] = yield* send(batchOf(10));
      assertEquals(outcome._tag, "NotSent");
      yield* TestClock.adjust("1 second");
      yield* sending(1);
    }).pipe(Effect.provide(stack(layer, rate)));
    assertEquals(times(calls), [0, 1000]);
  });

  it.effect(`a batch larger than the limit waits for all its tokens (${where})`, function* () {
    const { calls, layer } = scripted(well);
    const rate = rateLimit({ customers: { limit: 10, per: "1 second" }, maxWait: "2 seconds" });
    yield* Effect.gen(function* () {
      yield* TestClock.adjust("1 hour");
      yield* sending(25);
      yield* sending(5);
      yield* TestClock.adjust("1 minute");
      const [outcome] = yield* send(batchOf(31));
      assertEquals(outcome._tag, "NotSent");
      yield* sending(10);
    }).pipe(Effect.provide(stack(layer, rate)));
    assertEquals(times(calls).map((at) => at - 3_600_000), [1500, 2000, 60_000]);
  });

  it.effect(`a call that waits for one rate leaves no tokens of the other for a burst (${where})`, function* () {
    const { calls, layer } = scripted(well);
    const rate = rateLimit({
      requests: { limit: 2, per: "2 seconds" },
      customers: { limit: 100, per: "1 second" },
    });
    yield* Effect.gen(function* () {
      yield* sending(1100);
      for (let i = 0; i < 10; i++) yield* sending(1);
      yield* TestClock.adjust("1 minute");
    }).pipe(Effect.provide(stack(layer, rate)));
    const atOnce = times(calls).filter((at) => at < 10_900).length;
    // The bucket of requests holds 2; the store has reserved the first of the waiting calls before.
    assert(atOnce <= 3, times(calls).join());
    assertEquals(calls.length, 11);
  });
}

/** Two processes that share a store: each has a line of its own. */
const twoProcesses = Effect.fnUntraced(function* (options: RateLimit.RateLimitOptions) {
  const store = yield* Layer.build(RateLimiter.layerStoreMemory);
  const { calls, layer } = scripted(well);
  const process = Effect.map(
    Layer.build(stack(layer, RateLimit.layerStore(options))),
    (context) => <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.provide(effect, context),
  );
  const [one, other] = yield* Effect.all([process, process]).pipe(Effect.provide(store));
  return { calls, one, other };
});

it.effect("processes that share a store share the limit, and each gets its part", function* () {
  const { calls, one, other } = yield* twoProcesses({
    requests: { limit: 10, per: "1 second" },
    maxWait: "2 seconds",
  });
  for (let i = 0; i < 20 * 30; i++) {
    yield* one(sending(1));
    yield* other(sending(2));
    yield* TestClock.adjust("50 millis");
  }
  assert(calls.length >= 300 && calls.length <= 310, String(calls.length));
  const ofOne = sizes(calls).filter((size) => size === 1).length;
  assert(ofOne > 100 && ofOne < 200, String(ofOne));
});

it.effect("a large batch is not overtaken for ever by the small ones of another process", function* () {
  const { calls, one, other } = yield* twoProcesses({
    customers: { limit: 10, per: "1 second" },
    maxWait: "10 seconds",
  });
  for (let i = 0; i < 20 * 30; i++) {
    if (i % 20 === 0) yield* one(sending(10));
    yield* other(sending(1));
    yield* TestClock.adjust("50 millis");
  }
  const large = sizes(calls).filter((size) => size === 10).length;
  assert(large >= 5, String(large));
});

it.effect("tokens that a given-up call had reserved in a store go to the next call of its process", function* () {
  const { calls, one, other } = yield* twoProcesses({
    customers: { limit: 10, per: "10 seconds" },
  });
  yield* one(sending(10));
  const waiting = yield* one(sending(5));
  yield* TestClock.adjust("2 seconds");
  yield* Fiber.interrupt(waiting);
  yield* other(sending(1));
  yield* one(sending(4));
  yield* one(sending(2));
  yield* TestClock.adjust("1 minute");
  assertEquals(times(calls), [0, 4000, 6000, 7000]);
  assertEquals(sizes(calls), [10, 4, 1, 2]);
});

it.effect("calls in line do not wait for a store that hangs one after the other", function* () {
  const { calls, layer } = scripted(well);
  const hanging = Layer.succeed(RateLimiter.RateLimiterStore, {
    fixedWindow: () => Effect.never,
    tokenBucket: () => Effect.never,
    adaptiveConsume: () => Effect.never,
    adaptiveFeedback: () => Effect.never,
  });
  const rate = RateLimit.layerStore({ requests: { limit: 5, per: "1 second" } });
  yield* Effect.gen(function* () {
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 5; j++) yield* sending(1);
      yield* TestClock.adjust("1 minute");
    }
  }).pipe(Effect.provide(stack(layer, rate)), Effect.provide(hanging));
  assertEquals(times(calls), [10_000, 70_000, 130_000].flatMap((at) => Array(5).fill(at)));
});
