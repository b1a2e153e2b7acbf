import { addCustomers, Outcome, Split, stack } from "../../mod.ts";
import { batchErrorOf } from "../../src/policy/mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Schema from "effect/Schema";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";
import type { Batch } from "../../src/policy/mod.ts";
import { batchOf } from "../support/customers.ts";
import { it } from "../support/it.ts";
import { holds } from "../support/property.ts";
import { type Answer, createAll, failing, scripted, send } from "../support/scripted_call.ts";

const refusingOver = (limit: number): Answer => (batch) =>
  batch.items.length > limit ? failing(413) : Effect.succeed(createAll(batch));
const sizes = (calls: ReadonlyArray<{ readonly indices: ReadonlyArray<number> }>) =>
  calls.map(({ indices }) => indices.length);

it.effect("a batch that is too large goes out in halves, in order", function* () {
  const { calls, layer } = scripted(refusingOver(3));
  const outcomes = yield* Effect.provide(send(batchOf(10)), stack(layer, Split.layer()));
  assertEquals(sizes(calls), [10, 5, 3, 2, 5, 3, 2]);
  assertEquals(outcomes, createAll(batchOf(10)));
});

it.effect("a batch of a size that was too large twice is split before it is sent", function* () {
  const { calls, layer } = scripted(refusingOver(5));
  const thrice = Effect.replicateEffect(send(batchOf(10)), 3);
  yield* Effect.provide(thrice, stack(layer, Split.layer()));
  assertEquals(sizes(calls), [10, 5, 5, 10, 5, 5, 5, 5]);
});

it.effect("a single refusal may be an accident, and teaches nothing", function* () {
  const { calls, layer } = scripted((batch, nth) =>
    nth === 0 ? failing(413) : Effect.succeed(createAll(batch))
  );
  const thrice = Effect.replicateEffect(send(batchOf(4)), 3);
  yield* Effect.provide(thrice, stack(layer, Split.layer()));
  assertEquals(sizes(calls), [4, 2, 2, 4, 4]);
});

const poisoned: Answer = (batch) =>
  batch.items.some(({ index }) => index === 5) ? failing(413) : Effect.succeed(createAll(batch));

it.effect("one poisonous customer costs only itself, and teaches nothing", function* () {
  const { calls, layer } = scripted(poisoned);
  const policies = stack(layer, Split.layer());
  const program = Effect.all([send(batchOf(8)), send(batchOf(5))]);
  const [outcomes] = yield* Effect.provide(program, policies);
  assertEquals(outcomes.map(({ _tag }) => _tag).filter((tag) => tag !== "Created"), ["Rejected"]);
  assertEquals(
    outcomes[5],
    Outcome.rejected(413, batchErrorOf({ at: "status", status: 413 }).message),
  );
  assertEquals(sizes(calls), [8, 4, 4, 2, 1, 1, 2, 5]);
});

it.effect("other statuses are split only if they are named", function* () {
  const { calls, layer } = scripted((batch) =>
    batch.items.length > 1 ? failing(422) : Effect.succeed(createAll(batch))
  );
  const plain = yield* Effect.result(Effect.provide(send(batchOf(2)), stack(layer, Split.layer())));
  assert(plain._tag === "Failure");
  const named = stack(layer, Split.layer({ statuses: [413, 422] }));
  assertEquals((yield* Effect.provide(send(batchOf(2)), named)).length, 2);
  assertEquals(sizes(calls), [2, 2, 1, 1]);
});

it.effect("a created half stays created, whatever happens to the other half", function* () {
  const { layer } = scripted((batch, nth) =>
    nth === 0 ? failing(413) : nth === 1 ? Effect.succeed(createAll(batch)) : failing(500)
  );
  const outcomes = yield* Effect.provide(send(batchOf(4)), stack(layer, Split.layer()));
  assertEquals(outcomes.map(({ _tag }) => _tag), ["Created", "Created", "Unknown", "Unknown"]);
});

it.effect("after a 401 in one half the other half is not sent", function* () {
  const { calls, layer } = scripted((_, nth) => nth === 0 ? failing(413) : failing(401));
  const outcomes = yield* Effect.provide(send(batchOf(4)), stack(layer, Split.layer()));
  assertEquals(outcomes.map(({ _tag }) => _tag), Array(4).fill("NotSent"));
  assertEquals(calls.length, 2);
});

it.effect("a limit in bytes is learnt in bytes", function* () {
  const rows = [
    ...Array.from({ length: 2 }, () => ({ surname: "large", note: "x".repeat(500_000) })),
    ...Array.from({ length: 2000 }, (_, i) => ({ surname: `small-${i}` })),
  ];
  const requests = yield* Effect.gen(function* () {
    const { created } = yield* addCustomers(rows, { concurrency: 1 });
    assertEquals(created, rows.length);
    return (yield* (yield* Sandbox).requests).length;
  }).pipe(Effect.provide(
    Layer.provideMerge(Split.layer(), Sandbox.layerTest({ maxBodyBytes: 700_000 })),
  ));
  assert(requests < 40, String(requests));
});

/** The size of each call of a program, and whether it was refused. */
const watched = (isTooLarge: (batch: Batch, nth: number) => boolean) => {
  const calls: Array<{ readonly size: number; readonly refused: boolean }> = [];
  const { layer } = scripted((batch, nth) => {
    const refused = isTooLarge(batch, nth);
    calls.push({ size: batch.items.length, refused });
    return refused ? failing(413) : Effect.succeed(createAll(batch));
  });
  const refusals = () => calls.filter(({ refused }) => refused).length;
  return { calls, layer: stack(layer, Split.layer()), refusals };
};

it.effect("two stray refusals of small batches do not make every customer cost a call", function* () {
  const { calls, layer } = watched((_, nth) => nth === 0 || nth === 3);
  yield* Effect.gen(function* () {
    yield* Effect.replicateEffect(send(batchOf(2)), 2);
    calls.length = 0;
    yield* Effect.replicateEffect(send(batchOf(100)), 10);
    assert(calls.length < 100, `${calls.length} calls for 1,000 customers`);
    yield* Effect.replicateEffect(send(batchOf(100)), 10);
    calls.length = 0;
    yield* Effect.replicateEffect(send(batchOf(100)), 10);
  }).pipe(Effect.provide(layer));
  assertEquals(calls.map(({ size }) => size), Array(10).fill(100));
});

it.effect("a limit that stays is tried more and more seldom", function* () {
  const { calls, layer, refusals } = watched(({ items }) => items.length > 60);
  yield* Effect.replicateEffect(send(batchOf(100)), 8000).pipe(Effect.provide(layer));
  // Two teach the limit, nine try it.
  assertEquals(refusals(), 11);
  assertEquals(calls.length, 11 + 2 * 8000);
});

it.effect("a limit that was raised is found out", function* () {
  let limit = 10;
  const { calls, layer } = watched(({ items }) => items.length > limit);
  yield* Effect.gen(function* () {
    yield* Effect.replicateEffect(send(batchOf(100)), 20);
    limit = 1000;
    yield* Effect.replicateEffect(send(batchOf(100)), 100);
    calls.length = 0;
    yield* send(batchOf(100));
  }).pipe(Effect.provide(layer));
  assertEquals(calls.map(({ size }) => size), [100]);
});

it.effect("stray refusals do not last longer because a limit has stayed for long", function* () {
  let strays = 0;
  const { calls, layer } = watched(({ items }) =>
    items.length > 60 || items.length > 1 && strays-- > 0
  );
  yield* Effect.gen(function* () {
    yield* Effect.replicateEffect(send(batchOf(100)), 2000);
    for (let i = 0; i < 2; i++) {
      strays = 1;
      yield* send(batchOf(2));
    }
    calls.length = 0;
    yield* Effect.replicateEffect(send(batchOf(50)), 20);
  }).pipe(Effect.provide(layer));
  assert(calls.length < 120, `${calls.length} calls for 1,000 customers`);
});

it.effect("of batches that are sent at the same time, one tries the limit", function* () {
  const { layer, refusals } = watched(({ items }) => items.length > 60);
  yield* Effect.all(Array.from({ length: 400 }, () => send(batchOf(100))), { concurrency: 8 })
    .pipe(Effect.provide(layer));
  // 8 may be on their way while the limit is learnt; then it is tried after 8, 16, 32, 64 and 128 batches.
  assert(refusals() <= 8 + 5, String(refusals()));
});

const between = (minimum: number, maximum: number) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })));
const sizesOf = (largest: number) =>
  Arbitrary.array(between(1, largest), { minLength: 1, maxLength: 20 });

holds(
  "a limit in bytes costs few refusals, with batches of any sizes",
  Arbitrary.all({ limit: between(100, 5000), sizes: sizesOf(60) }),
  ({ limit, sizes }) =>
    Effect.gen(function* () {
      const { calls, layer, refusals } = watched(({ bytes, items }) =>
        bytes > limit && items.length > 1
      );
      yield* Effect.gen(function* () {
        for (let i = 0; i < 300; i++) {
          const batch = batchOf(sizes[i % sizes.length]);
          assertEquals(yield* send(batch), createAll(batch));
        }
      }).pipe(Effect.provide(layer));
      // While the limit is learnt, each of the sizes may be refused, and two batches of each level of halves.
      const most = sizes.length + 2 * Math.log2(60) + Math.log2(calls.length);
      assert(refusals() <= most, `${refusals()} refusals in ${calls.length} calls`);
    }),
  { runs: 100 },
);

holds(
  "after stray refusals the batches reach their full size again",
  Arbitrary.all({ sizes: sizesOf(60), strays: Arbitrary.array(between(0, 40), { maxLength: 10 }) }),
  ({ sizes, strays }) =>
    Effect.gen(function* () {
      const isStray = new Set(strays);
      const { calls, layer } = watched(({ items }, nth) => items.length > 1 && isStray.has(nth));
      yield* Effect.gen(function* () {
        for (const size of sizes) yield* send(batchOf(size));
        for (let i = 0; i < 60; i++) yield* send(batchOf(100));
        assert(calls.length < sizes.length + 60 + 150, String(calls.length));
        calls.length = 0;
        yield* send(batchOf(100));
      }).pipe(Effect.provide(layer));
      assertEquals(calls.map(({ size }) => size), [100]);
    }),
  { runs: 300 },
);

Deno.test("a status that does not refuse a whole batch for good is an invalid option", () => {
  for (const status of [200, 401, 403, 408, 429, 499, 500, 503]) {
    assertThrows(
      () => Split.layer({ statuses: [status] }),
      RangeError,
      `current value is ${status}`,
    );
  }
});
