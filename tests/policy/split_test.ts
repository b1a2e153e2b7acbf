import { addCustomers, Outcome, Split, stack } from "../../mod.ts";
import { batchErrorOf } from "../../src/policy/mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";
import { batchOf } from "../support/customers.ts";
import { it } from "../support/it.ts";
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

Deno.test("a status that does not refuse a whole batch for good is an invalid option", () => {
  for (const status of [200, 401, 403, 408, 429, 499, 500, 503]) {
    assertThrows(
      () => Split.layer({ statuses: [status] }),
      RangeError,
      `current value is ${status}`,
    );
  }
});
