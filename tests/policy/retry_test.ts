import {
  type BatchError,
  CircuitBreaker,
  Concurrency,
  Outcome,
  type Policy,
  RateLimit,
  Retry,
  stack,
} from "../../mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Random from "effect/Random";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";
import { batchOf } from "../support/customers.ts";
import { it } from "../support/it.ts";
import { type Answer, createAll, failing, scripted, send, well } from "../support/scripted_call.ts";
import { batchErrorOf } from "../../src/policy/mod.ts";

/** Makes each random wait the same share of its limit. */
const jitter = (share: number) =>
  Effect.provideService(Random.Random, { nextDoubleUnsafe: () => share, nextIntUnsafe: () => 0 });

const run = (answer: Answer, options?: Retry.RetryOptions, customers = 3) =>
  Effect.gen(function* () {
    const { calls, layer } = scripted(answer);
    const fiber = yield* send(batchOf(customers)).pipe(
      Effect.provide(stack(layer, Retry.layer(options))),
      Effect.result,
      jitter(1),
      Effect.forkChild,
    );
    for (let i = 0; i < 600; i++) yield* TestClock.adjust("1 second");
    const result = yield* Fiber.join(fiber);
    return { calls, result, waits: calls.slice(1).map(({ at }, i) => at - calls[i].at) };
  });

const failingUntil =
  (nth: number, failure: Effect.Effect<never, BatchError>): Answer => (batch, n) =>
    n < nth ? failure : well(batch, n);

it.effect("waits double from the base up to the longest wait", function* () {
  const { calls, waits } = yield* run(() => failing(503), {
    attempts: 7,
    baseWait: "1 second",
    maxWait: "10 seconds",
    maxTotalWait: "10 minutes",
  });
  assertEquals(waits, [1000, 2000, 4000, 8000, 10000, 10000]);
  assertEquals(calls.map(({ attempt }) => attempt), [1, 2, 3, 4, 5, 6, 7]);
});

it.effect("a wait is a share of its limit, drawn at random", function* () {
  const { calls, layer } = scripted(failingUntil(1, failing(503)));
  const fiber = yield* send(batchOf(1)).pipe(
    Effect.provide(stack(layer, Retry.layer({ baseWait: "10 seconds" }))),
    jitter(0.25),
    Effect.forkChild,
  );
  yield* TestClock.adjust("2499 millis");
  assertEquals(calls.length, 1);
  yield* TestClock.adjust("1 millis");
  yield* Fiber.join(fiber);
  assertEquals(calls.length, 2);
});

it.effect("five attempts are made unless told otherwise", function* () {
  const { calls, result } = yield* run(() => failing(503));
  assertEquals(calls.length, 5);
  assert(result._tag === "Failure" && result.failure._tag === "TransportError");
});

it.effect("what will not change is not tried again: a missing permission, a blocked port", function* () {
  for (const failure of ["not-allowed", "blocked-port"] as const) {
    const { calls } = yield* run(() => Effect.fail(batchErrorOf({ at: "connect", failure })));
    assertEquals(calls.length, 1);
  }
  const { calls } = yield* run(() => Effect.fail(batchErrorOf({ at: "connect", failure: "dns" })));
  assertEquals(calls.length, 5);
});

it.effect("the waits between the attempts are limited, all of them together", function* () {
  const { calls } = yield* run(() => failing(503), {
    attempts: 1000,
    baseWait: "4 seconds",
    maxWait: "4 seconds",
    maxTotalWait: "10 seconds",
  });
  assertEquals(calls.map(({ at }) => at), [0, 4000, 8000]);
});

it.effect("the time of the calls does not count as waiting", function* () {
  const { calls } = yield* run(() => Effect.delay(failing(503), "1 minute"), {
    attempts: 1000,
    baseWait: "4 seconds",
    maxWait: "4 seconds",
    maxTotalWait: "10 seconds",
  });
  assertEquals(calls.map(({ at }) => at), [0, 64_000, 128_000]);
});

/** Sends batches of 100 customers at the same time, with the default limits, through a policy inside. */
const runThrough = (inner: Policy, answer: Answer, batches: number) =>
  Effect.gen(function* () {
    const { calls, layer } = scripted(answer);
    const fiber = yield* Effect.all(
      Array.from({ length: batches }, () => Effect.result(send(batchOf(100)))),
      { concurrency: "unbounded" },
    ).pipe(Effect.provide(stack(layer, inner, Retry.layer())), Effect.forkChild);
    yield* TestClock.adjust("1 hour");
    return { calls, results: (yield* Fiber.join(fiber)).map(({ _tag }) => _tag) };
  });

/** The third call is put off. */
const thirdFails: Answer = (batch, nth) => nth === 2 ? failing(503) : well(batch, nth);

it.effect("the wait for a rate limit inside does not count: the third batch's first 503 gets its retry", function* () {
  const rate = RateLimit.layer({
    customers: { limit: 1, per: "1 second" },
    maxWait: "1 hour",
  });
  const { calls, results } = yield* runThrough(rate, thirdFails, 5);
  assertEquals(results, Array(5).fill("Success"));
  assertEquals([calls.length, calls[2].at], [6, 299_000]);
});

it.effect("the wait for a permit inside does not count", function* () {
  const slow: Answer = (batch, nth) => Effect.delay(thirdFails(batch, nth), "100 seconds");
  const { calls, results } = yield* runThrough(Concurrency.layer({ limit: 1 }), slow, 4);
  assertEquals(results, Array(4).fill("Success"));
  assertEquals([calls.length, calls[2].at], [5, 200_000]);
});

it.effect("the wait for an open circuit inside does not count", function* () {
  const circuit = CircuitBreaker.layer({
    opensAt: { failures: 1 },
    openFor: "3 minutes",
    whileOpen: "wait",
    maxWait: "10 minutes",
  });
  const { calls, layer } = scripted((batch, nth) =>
    nth === 0 ? failing(500) : nth === 1 ? failing(429) : well(batch, nth)
  );
  const fiber = yield* Effect.andThen(
    Effect.result(send(batchOf(1))),
    Effect.result(send(batchOf(2))),
  ).pipe(Effect.provide(stack(layer, circuit, Retry.layer())), Effect.forkChild);
  yield* TestClock.adjust("1 hour");
  assertEquals((yield* Fiber.join(fiber))._tag, "Success");
  assertEquals(calls.map(({ indices }) => indices.length), [1, 2, 2]);
  assertEquals(calls[1].at, 180_000);
});

it.effect("Retry-After is waited for, in seconds", function* () {
  const { waits } = yield* run(failingUntil(1, failing(429, "7")));
  assertEquals(waits, [7000]);
});

it.effect("Retry-After is waited for, as a date, and there is no wait if the date is past", function* () {
  const later = yield* run(failingUntil(1, failing(503, "Thu, 01 Jan 1970 00:00:09 GMT")));
  assertEquals(later.waits, [9000]);
  yield* TestClock.setTime(0);
  const past = yield* run((batch, nth) =>
    failingUntil(1, failing(503, "Wed, 31 Dec 1969 23:00:00 GMT"))(batch, nth)
  );
  assertEquals(past.waits, [0]);
});

it.effect("a Retry-After beyond the longest wait is not cut short: the attempts end", function* () {
  const { calls } = yield* run(() => failing(429, "86400"));
  assertEquals(calls.length, 1);
});

const unsendable: ReadonlyArray<readonly [string, Effect.Effect<never, BatchError>]> = [
  ["401", failing(401)],
  ["403", failing(403)],
  ["400", failing(400)],
  ["413", failing(413)],
  ["500", failing(500)],
  ["502", failing(502)],
  ["504", failing(504)],
  ["a redirect", failing(302)],
  ["a lost connection", Effect.fail(batchErrorOf({ at: "connection-lost" }))],
  ["a timeout", Effect.fail(batchErrorOf({ at: "deadline" }))],
  ["an unreadable answer", Effect.fail(batchErrorOf({ at: "answer", status: 200, fault: "cut" }))],
];

for (const [name, failure] of unsendable) {
  it.effect(`nothing is sent again after ${name}`, function* () {
    const { calls } = yield* run(() => failure);
    assertEquals(calls.length, 1);
  });
}

for (
  const [name, failure] of [
    ["429", failing(429)],
    ["503", failing(503)],
    ["a refused connection", Effect.fail(batchErrorOf({ at: "connect", failure: "refused" }))],
    ["an open circuit", Effect.fail(batchErrorOf({ at: "circuit" }))],
  ] as const
) {
  it.effect(`a batch is sent again after ${name}`, function* () {
    const { calls, result } = yield* run(failingUntil(1, failure));
    assertEquals(calls.length, 2);
    assert(result._tag === "Success");
  });
}

it.effect("of an answered batch only the customers put off go out again, under their own indices", function* () {
  const { calls, result } = yield* run(
    (batch, nth) =>
      Effect.succeed(
        nth > 0 ? createAll(batch) : [
          Outcome.created("id-0"),
          Outcome.notSent("later", 429),
          Outcome.rejected(400, "no"),
          Outcome.unknown("?"),
          Outcome.notSent("later", 503),
          Outcome.notSent("not put off"),
        ],
      ),
    undefined,
    6,
  );
  assertEquals(calls.map(({ indices }) => indices), [[0, 1, 2, 3, 4, 5], [1, 4]]);
  assert(result._tag === "Success");
  assertEquals(result.success.map(({ _tag }) => _tag), [
    "Created",
    "Created",
    "Rejected",
    "Unknown",
    "Created",
    "NotSent",
  ]);
});

it.effect("a created customer stays created, whatever happens to the rest", function* () {
  const { result } = yield* run((_, nth) =>
    nth === 0
      ? Effect.succeed([Outcome.created("1"), Outcome.notSent("later", 429), Outcome.created("3")])
      : failing(502)
  );
  assert(result._tag === "Success");
  assertEquals(result.success.map(({ _tag }) => _tag), ["Created", "Unknown", "Created"]);
});

it.effect("customers that may exist are sent again only if the option says so", function* () {
  const failure = Effect.fail(batchErrorOf({ at: "deadline" }));
  const { calls } = yield* run(failingUntil(2, failure), { resendUnknownAndRiskDoubles: true });
  assertEquals(calls.length, 3);
});

it.effect("the doubt of an earlier attempt stays, unless the customer is created in the end", function* () {
  const resendUnknownAndRiskDoubles = true;
  const doubt = yield* run((_, nth) => nth === 0 ? failing(500) : failing(401), {
    resendUnknownAndRiskDoubles,
  });
  assert(doubt.result._tag === "Success");
  assertEquals(doubt.result.success.map(({ _tag }) => _tag), ["Unknown", "Unknown", "Unknown"]);
  const partly = yield* run((batch, nth) =>
    Effect.succeed(
      nth === 0
        ? [Outcome.unknown("?"), Outcome.created("1"), Outcome.notSent("later", 429)]
        : batch.items.map(() => Outcome.notSent("later")),
    ), { resendUnknownAndRiskDoubles });
  assert(partly.result._tag === "Success");
  assertEquals(partly.result.success.map(({ _tag }) => _tag), ["Unknown", "Created", "NotSent"]);
});

Deno.test("an invalid option is refused with its name and value", () => {
  assertThrows(() => Retry.layer({ attempts: 0 }), RangeError, "attempts must be a whole number");
  for (const option of ["baseWait", "maxWait", "maxTotalWait"]) {
    assertThrows(() => Retry.layer({ [option]: "0 seconds" }), RangeError, option);
  }
});
