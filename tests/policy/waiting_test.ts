/** Policies that delay calls or end them: rate limit, timeout, circuit breaker. */
import { CircuitBreaker, RateLimit, Retry, stack, Timeout } from "../../mod.ts";
import { batchErrorOf } from "../../src/policy/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as Breaker from "effect/persistence/CircuitBreaker";
import * as RateLimiter from "effect/persistence/RateLimiter";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";
import { batchOf } from "../support/customers.ts";
import { it } from "../support/it.ts";
import { failing, scripted, send, well } from "../support/scripted_call.ts";

const times = (calls: ReadonlyArray<{ readonly at: number }>) => calls.map(({ at }) => at);
const concurrently = <A, E, R>(effect: Effect.Effect<A, E, R>, count: number) =>
  Effect.all(Array.from({ length: count }, () => effect), { concurrency: "unbounded" });

it.effect("as many requests as the limit go out at once, the others at the rate", function* () {
  const { calls, layer } = scripted(well);
  const rate = RateLimit.layer({ requests: { limit: 2, per: "2 seconds" } });
  yield* concurrently(send(batchOf(1)), 5).pipe(
    Effect.provide(stack(layer, rate)),
    Effect.forkChild,
  );
  yield* TestClock.adjust("10 seconds");
  assertEquals(times(calls), [0, 0, 1000, 2000, 3000]);
});

it.effect("customers are counted, not batches", function* () {
  const { calls, layer } = scripted(well);
  const rate = RateLimit.layer({ customers: { limit: 10, per: "1 second" } });
  yield* Effect.forEach([10, 5, 5], (count) => send(batchOf(count))).pipe(
    Effect.provide(stack(layer, rate)),
    Effect.forkChild,
  );
  yield* TestClock.adjust("10 seconds");
  assertEquals(times(calls), [0, 500, 1000]);
});

it.effect("customers that would wait too long for the rate are not sent", function* () {
  const { calls, layer } = scripted(well);
  const rate = RateLimit.layer({ requests: { limit: 1, per: "1 hour" }, maxWait: "1 minute" });
  const outcomes = yield* Effect.andThen(send(batchOf(1)), send(batchOf(2))).pipe(
    Effect.provide(stack(layer, rate)),
  );
  assertEquals(outcomes.map(({ _tag }) => _tag), ["NotSent", "NotSent"]);
  assertEquals(calls.length, 1);
});

it.effect("customers that are not sent because of the rate use up no rate", function* () {
  const { calls, layer } = scripted(well);
  const rate = RateLimit.layer({ requests: { limit: 1, per: "1 second" }, maxWait: "2 seconds" });
  yield* concurrently(send(batchOf(1)), 100).pipe(
    Effect.andThen(Effect.sleep("10 seconds")),
    Effect.andThen(send(batchOf(1))),
    Effect.provide(stack(layer, rate)),
    Effect.forkChild,
  );
  yield* TestClock.adjust("1 minute");
  assertEquals(times(calls), [0, 1000, 2000, 12000]);
});

it.effect("a call that takes too long is in doubt", function* () {
  const { layer } = scripted(() => Effect.never);
  const fiber = yield* Effect.flip(send(batchOf(1))).pipe(
    Effect.provide(stack(layer, Timeout.layer({ duration: "3 seconds" }))),
    Effect.forkChild,
  );
  yield* TestClock.adjust("2999 millis");
  assertEquals(fiber.pollUnsafe(), undefined);
  yield* TestClock.adjust("1 millis");
  const error = yield* Fiber.join(fiber);
  assertEquals(error.delivery, "unknown");
});

const breaker = (options?: CircuitBreaker.CircuitBreakerOptions) =>
  CircuitBreaker.layer({ opensAt: { failures: 3 }, openFor: "10 seconds", ...options });

it.effect("after failures in a row no call is made until the circuit is tried again", function* () {
  const { calls, layer } = scripted((batch, nth) => nth < 3 ? failing(503) : well(batch, nth));
  const sendOften = Effect.forEach(
    Array.from({ length: 6 }),
    () => Effect.tap(Effect.result(send(batchOf(1))), () => Effect.sleep("3 seconds")),
  );
  const fiber = yield* sendOften.pipe(Effect.provide(stack(layer, breaker())), Effect.forkChild);
  yield* TestClock.adjust("1 minute");
  const results = yield* Fiber.join(fiber);
  // The third failure, at 6 s, opens the circuit until 16 s; the calls at 9, 12 and 15 s are not made.
  assertEquals(times(calls), [0, 3000, 6000]);
  for (const result of results.slice(3)) {
    assert(result._tag === "Failure" && result.failure._tag === "TransportError");
    assertEquals(result.failure.reason._tag, "CircuitOpen");
    assertEquals(result.failure.delivery, "not-sent");
  }
});

it.effect("customers wait for the circuit if that was chosen, and one call tries it", function* () {
  const { calls, layer } = scripted((batch, nth) => nth < 3 ? failing(503) : well(batch, nth));
  const waiting = breaker({ whileOpen: "wait" });
  const fiber = yield* Effect.forEach(
    Array.from({ length: 4 }),
    () => Effect.result(send(batchOf(1))),
  )
    .pipe(Effect.provide(stack(layer, waiting)), Effect.forkChild);
  yield* TestClock.adjust("1 minute");
  assertEquals((yield* Fiber.join(fiber)).map(({ _tag }) => _tag), [
    "Failure",
    "Failure",
    "Failure",
    "Success",
  ]);
  assertEquals(times(calls), [0, 0, 0, 10000]);
});

it.effect("the wait for the circuit is limited", function* () {
  const { calls, layer } = scripted(() => failing(503));
  const waiting = breaker({ whileOpen: "wait", maxWait: "5 seconds" });
  const fiber = yield* Effect.forEach(
    Array.from({ length: 4 }),
    () => Effect.result(send(batchOf(1))),
  )
    .pipe(Effect.provide(stack(layer, waiting)), Effect.forkChild);
  yield* TestClock.adjust("1 minute");
  assertEquals((yield* Fiber.join(fiber)).length, 4);
  assertEquals(calls.length, 3);
});

for (
  const [name, failure] of [["400", failing(400)], ["401", failing(401)], [
    "429",
    failing(429),
  ]] as const
) {
  it.effect(`${name} does not open the circuit`, function* () {
    const { calls, layer } = scripted(() => failure);
    const often = Effect.forEach(Array.from({ length: 9 }), () => Effect.result(send(batchOf(1))));
    yield* often.pipe(Effect.provide(stack(layer, breaker())));
    assertEquals(calls.length, 9);
  });
}

for (const at of ["connection-lost", "deadline"] as const) {
  it.effect(`${at} opens the circuit`, function* () {
    const { calls, layer } = scripted(() => Effect.fail(batchErrorOf({ at })));
    const often = Effect.forEach(Array.from({ length: 9 }), () => Effect.result(send(batchOf(1))));
    yield* often.pipe(Effect.provide(stack(layer, breaker())));
    assertEquals(calls.length, 3);
  });
}

it.effect("a share of the last calls opens the circuit", function* () {
  const { calls, layer } = scripted((batch, nth) =>
    nth % 2 === 0 ? failing(500) : well(batch, nth)
  );
  const share = breaker({ opensAt: { share: 0.5, of: 6 } });
  const often = Effect.forEach(Array.from({ length: 20 }), () => Effect.result(send(batchOf(1))));
  yield* often.pipe(Effect.provide(stack(layer, share)));
  assertEquals(calls.length, 6);
});

it.effect("a Retry-After can't keep the circuit open longer than allowed", function* () {
  const { calls, layer } = scripted((batch, nth) =>
    nth < 3 ? failing(503, "999999999") : well(batch, nth)
  );
  const limited = breaker({ maxOpenFor: "1 minute" });
  const fiber = yield* Effect.forEach(
    Array.from({ length: 3 }),
    () => Effect.result(send(batchOf(1))),
  ).pipe(
    Effect.andThen(Effect.sleep("61 seconds")),
    Effect.andThen(send(batchOf(1))),
    Effect.provide(stack(layer, limited)),
    Effect.forkChild,
  );
  yield* TestClock.adjust("2 minutes");
  yield* Fiber.join(fiber);
  assertEquals(calls.length, 4);
});

it.effect("retries outside the circuit wait for it", function* () {
  const { calls, layer } = scripted((batch, nth) => nth < 3 ? failing(503, "0") : well(batch, nth));
  const fiber = yield* send(batchOf(1)).pipe(
    Effect.provide(stack(layer, breaker(), Retry.layer({ attempts: 6 }))),
    Effect.forkChild,
  );
  yield* TestClock.adjust("1 minute");
  yield* Fiber.join(fiber);
  assertEquals(times(calls), [0, 0, 0, 10000]);
});

Deno.test("a rate limit without a rate is refused by the compiler, and when it is made", () => {
  // @ts-expect-error: at least one rate is required.
  assertThrows(() => RateLimit.layer({}), RangeError, "give a rate");
  // @ts-expect-error: the same with the other options.
  assertThrows(() => RateLimit.layer({ maxWait: "1 minute", key: "k" }), RangeError, "give a rate");
  // @ts-expect-error: `undefined` is not a rate.
  assertThrows(() => RateLimit.layer({ requests: undefined }), RangeError, "give a rate");
  // @ts-expect-error: the same for a shared store.
  assertThrows(() => RateLimit.layerStore({}), RangeError, "give a rate");
  const rate = { limit: 1, per: "1 second" } as const;
  for (
    const options of [
      { requests: rate },
      { customers: rate },
      { requests: rate, customers: rate },
      { requests: undefined, customers: rate },
    ] satisfies ReadonlyArray<RateLimit.RateLimitOptions>
  ) RateLimit.layer(options);
});

Deno.test("an invalid option is refused with its name and value", () => {
  assertThrows(
    () => RateLimit.layer({ requests: { limit: 0, per: "1 second" } }),
    RangeError,
    "limit",
  );
  assertThrows(() => Timeout.layer({ duration: "Infinity" }), RangeError, "duration");
  assertThrows(
    () => CircuitBreaker.layer({ whileOpen: "wiat" as "wait" }),
    RangeError,
    "whileOpen",
  );
  assertThrows(() => CircuitBreaker.layer({ opensAt: { failures: 0 } }), RangeError, "failures");
});

it.effect("a rate limit whose store hangs lets calls through", function* () {
  const { calls, layer } = scripted(well);
  const policies = stack(layer, RateLimit.layerStore({ requests: { limit: 1, per: "1 hour" } }))
    .pipe(
      Layer.provide(Layer.succeed(RateLimiter.RateLimiterStore, {
        fixedWindow: () => Effect.never,
        tokenBucket: () => Effect.never,
        adaptiveConsume: () => Effect.never,
        adaptiveFeedback: () => Effect.never,
      })),
    );
  yield* Effect.forkChild(Effect.provide(send(batchOf(1)), policies));
  yield* TestClock.adjust("10 seconds");
  assertEquals(calls.length, 1);
});

it.effect("a circuit whose store hangs lets calls through", function* () {
  const { calls, layer } = scripted(well);
  const hangs = {
    admit: () => Effect.never,
    record: () => Effect.never,
    state: () => Effect.never,
  };
  const policies = stack(layer, CircuitBreaker.layerStore()).pipe(
    Layer.provide(Layer.succeed(Breaker.CircuitBreakerStore, hangs)),
  );
  const fiber = yield* Effect.forkChild(Effect.provide(send(batchOf(1)), policies));
  yield* TestClock.adjust("1 minute");
  assertEquals((yield* Fiber.join(fiber)).length, 1);
  assertEquals(calls.length, 1);
});
