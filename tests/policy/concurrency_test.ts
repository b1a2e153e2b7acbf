import { addCustomers, Concurrency, Outcome, stack } from "../../mod.ts";
import { batchErrorOf } from "../../src/policy/mod.ts";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";
import { batchOf } from "../support/customers.ts";
import { it } from "../support/it.ts";
import { type Answer, createAll, failing, scripted, send } from "../support/scripted_call.ts";

/** Answers after a second, and counts the calls at a time. */
const counting = (answer: Answer) => {
  const seen = { now: 0, most: 0 };
  const slow: Answer = (batch, nth) =>
    Effect.suspend(() => {
      seen.most = Math.max(seen.most, ++seen.now);
      return Effect.sleep("1 second").pipe(
        Effect.andThen(answer(batch, nth)),
        Effect.ensuring(Effect.sync(() => seen.now--)),
      );
    });
  return { seen, ...scripted(slow) };
};

const sendMany = (count: number) =>
  Effect.forEach(Array.from({ length: count }), () => Effect.result(send(batchOf(1))), {
    concurrency: "unbounded",
    discard: true,
  });

it.effect("as many calls as the limit are made at a time, no more and no fewer", function* () {
  const { calls, layer, seen } = counting((batch) => Effect.succeed(createAll(batch)));
  yield* sendMany(10).pipe(
    Effect.provide(stack(layer, Concurrency.layer({ limit: 3 }))),
    Effect.forkChild,
  );
  yield* TestClock.adjust("10 seconds");
  assertEquals(seen.most, 3);
  assertEquals(calls.map(({ at }) => at), [0, 0, 0, 1000, 1000, 1000, 2000, 2000, 2000, 3000]);
});

it.effect("two imports that share the layer share its limit", function* () {
  const { layer, seen } = counting((batch) => Effect.succeed(createAll(batch)));
  yield* Effect.all([sendMany(4), sendMany(4)], { concurrency: 2 }).pipe(
    Effect.provide(stack(layer, Concurrency.layer({ limit: 2 }))),
    Effect.forkChild,
  );
  yield* TestClock.adjust("10 seconds");
  assertEquals(seen.most, 2);
});

it.effect("a call that is interrupted leaves its place to others", function* () {
  const { calls, layer } = scripted(() => Effect.never);
  const one = Effect.timeoutOption(send(batchOf(1)), "1 second");
  yield* Effect.all([one, one], { concurrency: 2 }).pipe(
    Effect.andThen(one),
    Effect.provide(stack(layer, Concurrency.layer({ limit: 2 }))),
    Effect.forkChild,
  );
  yield* TestClock.adjust("5 seconds");
  assertEquals(calls.map(({ at }) => at), [0, 0, 1000]);
});

it.effect("a call that comes when a place becomes free does not overtake the calls that wait", function* () {
  const { calls, layer } = counting((batch) => Effect.succeed(createAll(batch)));
  yield* Effect.all([
    Effect.andThen(send(batchOf(1)), send(batchOf(3))),
    send(batchOf(2)),
  ], { concurrency: 2 }).pipe(
    Effect.provide(stack(layer, Concurrency.layer({ limit: 1 }))),
    Effect.forkChild,
  );
  yield* TestClock.adjust("5 seconds");
  assertEquals(calls.map(({ indices }) => indices.length), [1, 2, 3]);
});

it.effect("a call that gave up waiting keeps no place", function* () {
  const { calls, layer } = counting((batch) => Effect.succeed(createAll(batch)));
  yield* Effect.all([
    send(batchOf(1)),
    Effect.timeoutOption(send(batchOf(2)), "500 millis"),
    Effect.delay(send(batchOf(3)), "2 seconds"),
  ], { concurrency: 3 }).pipe(
    Effect.provide(stack(layer, Concurrency.layer({ limit: 1 }))),
    Effect.forkChild,
  );
  yield* TestClock.adjust("5 seconds");
  assertEquals(calls.map(({ at, indices }) => [at, indices.length]), [[0, 1], [2000, 3]]);
});

it.live("any number of calls may wait, even if all of them are answered at once", function* () {
  const open = yield* Deferred.make<void>();
  const { calls, layer } = scripted((batch, nth) =>
    nth === 0 ? Effect.as(Deferred.await(open), createAll(batch)) : Effect.succeed(createAll(batch))
  );
  const fiber = yield* sendMany(10_000).pipe(
    Effect.provide(stack(layer, Concurrency.layer({ limit: 1 }))),
    Effect.forkChild,
  );
  yield* Effect.sleep("1 millis");
  assertEquals(calls.length, 1);
  yield* Deferred.succeed(open, undefined);
  yield* Fiber.join(fiber);
  assertEquals(calls.length, 10_000);
});

it.effect("a place that becomes free at the moment when the import stops is not lost", function* () {
  const { layer } = counting((batch) => Effect.succeed(createAll(batch)));
  const program = Effect.gen(function* () {
    const add = (surname: string) => addCustomers([{ surname }], { deadline: "1 second" });
    yield* Effect.forkChild(
      Effect.all([Effect.exit(add("first")), Effect.exit(add("late"))], { concurrency: 2 }),
    );
    yield* TestClock.adjust("5 seconds");
    const next = yield* Effect.forkChild(addCustomers([{ surname: "next" }]));
    yield* TestClock.adjust("5 seconds");
    assertEquals((yield* Fiber.join(next)).created, 1);
  });
  yield* Effect.provide(program, stack(layer, Concurrency.layer({ limit: 1 })));
});

/** How many calls begin in each second. */
const perSecond = (calls: ReadonlyArray<{ readonly at: number }>) => {
  const counts: Array<number> = [];
  for (const { at } of calls) counts[at / 1000] = (counts[at / 1000] ?? 0) + 1;
  return counts;
};

it.effect("the adaptive limit rises by one per limit's worth of good calls", function* () {
  const { calls, layer } = counting((batch) => Effect.succeed(createAll(batch)));
  const adaptive = Concurrency.layerAdaptive({ initial: 1, max: 4 });
  yield* sendMany(16).pipe(Effect.provide(stack(layer, adaptive)), Effect.forkChild);
  yield* TestClock.adjust("20 seconds");
  assertEquals(perSecond(calls), [1, 2, 3, 4, 4, 2]);
});

for (
  const [name, answer] of [
    ["429", () => failing(429)],
    ["503", () => failing(503)],
    ["customers put off one by one", () => Effect.succeed([Outcome.notSent("later", 429)])],
  ] as const
) {
  it.effect(`the adaptive limit is halved by ${name}, once for calls that began together`, function* () {
    const { calls, layer } = counting(answer);
    const adaptive = Concurrency.layerAdaptive({ initial: 8 });
    yield* sendMany(17).pipe(Effect.provide(stack(layer, adaptive)), Effect.forkChild);
    yield* TestClock.adjust("20 seconds");
    assertEquals(perSecond(calls), [8, 4, 2, 1, 1, 1]);
  });
}

it.effect("an outage leaves the adaptive limit alone", function* () {
  const refused = Effect.fail(batchErrorOf({ at: "connect", failure: "refused" }));
  const { calls, layer } = counting(() => refused);
  const adaptive = Concurrency.layerAdaptive({ initial: 2, max: 8 });
  yield* sendMany(6).pipe(Effect.provide(stack(layer, adaptive)), Effect.forkChild);
  yield* TestClock.adjust("20 seconds");
  assertEquals(perSecond(calls), [2, 2, 2]);
});

Deno.test("an invalid limit is refused with its name and value", () => {
  assertThrows(() => Concurrency.layer({ limit: 0 }), RangeError, "limit must be");
  assertThrows(() => Concurrency.layerAdaptive({ min: 5, initial: 4 }), RangeError, "initial");
  assertThrows(() => Concurrency.layerAdaptive({ max: 3 }), RangeError, "max");
  assertThrows(() => Concurrency.layerAdaptive({ tolerated: 2 }), RangeError, "tolerated");
});

for (
  const [name, policy] of [["fixed", Concurrency.layer({ limit: 1 })], [
    "adaptive",
    Concurrency.layerAdaptive({ initial: 1, max: 1 }),
  ]] as const
) {
  it.effect(`a call that waits for its turn is given up when its import's time is over (${name})`, function* () {
    const { calls, layer } = scripted((batch, nth) =>
      nth === 0 ? Effect.never : Effect.succeed(createAll(batch))
    );
    const program = Effect.gen(function* () {
      const hanging = yield* Effect.forkChild(addCustomers([{ surname: "first" }]));
      yield* TestClock.adjust("1 second");
      const late = yield* Effect.forkChild(
        Effect.flip(addCustomers([{ surname: "late" }], { deadline: "10 seconds" })),
      );
      yield* TestClock.adjust("10 seconds");
      const error = yield* Fiber.join(late);
      assert(error._tag === "TransportError");
      assertEquals(error.reason, { _tag: "ImportStopped", why: "time" });
      yield* Fiber.interrupt(hanging);
      // The permit is free again.
      const { created } = yield* addCustomers([{ surname: "next" }]);
      assertEquals([created, calls.length], [1, 2]);
    });
    yield* Effect.provide(program, stack(layer, policy));
  });
}
