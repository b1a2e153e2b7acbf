import {
  addCustomers,
  BatchCall,
  Concurrency,
  durablePolicies,
  Journal,
  JournalMemory,
  JournalStore,
  Outcome,
  RateLimit,
  Retry,
  stack,
  standardPolicies,
} from "../../mod.ts";
import { batchErrorOf, policy } from "../../src/policy/mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Config from "effect/Config";
import * as ConfigProvider from "effect/ConfigProvider";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals } from "../support/assert.ts";
import { batchOf } from "../support/customers.ts";
import { it } from "../support/it.ts";
import { type Answer, createAll, failing, scripted, send, well } from "../support/scripted_call.ts";

/** A policy that notes each call that passes it. */
const noting = (notes: Array<string>, name: string) =>
  policy((next) =>
    Effect.succeed((batch) => Effect.andThen(Effect.sync(() => notes.push(name)), next(batch)))
  );

it.effect("the first policy of a stack is the innermost, the last one the outermost", function* () {
  const notes: Array<string> = [];
  const { layer } = scripted(well);
  yield* Effect.provide(
    send(batchOf(1)),
    stack(layer, noting(notes, "inner"), noting(notes, "outer")),
  );
  assertEquals(notes, ["outer", "inner"]);
});

it.effect("the same policy put on twice applies twice", function* () {
  const notes: Array<string> = [];
  const { layer } = scripted(well);
  const once = noting(notes, "passed");
  yield* Effect.provide(send(batchOf(1)), stack(layer, once, once));
  assertEquals(notes, ["passed", "passed"]);
});

it.effect("the same policy over two calls wraps each of them", function* () {
  const notes: Array<string> = [];
  const [one, two] = [scripted(well), scripted(well)];
  const shared = noting(notes, "passed");
  const program = Effect.andThen(
    Effect.provide(send(batchOf(1)), stack(one.layer, shared)),
    Effect.provide(send(batchOf(1)), stack(two.layer, shared)),
  );
  yield* program;
  assertEquals([one.calls.length, two.calls.length, notes.length], [1, 1, 2]);
});

const Paced = Layer.unwrap(Effect.map(
  Config.Int("CUSTOMERS_PER_SECOND"),
  (limit) => RateLimit.layer({ customers: { limit, per: "1 second" } }),
));

const withVariables = (variables: { readonly [name: string]: string }) =>
  Layer.succeed(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env: variables }));

it.effect("a policy may read its options from a Config, and the stack fails with its error", function* () {
  const { calls, layer } = scripted(well);
  const Thulium: Layer.Layer<BatchCall, Config.ConfigError> = stack(layer, Paced, Retry.layer());
  // @ts-expect-error: the error is part of the stack's type.
  Thulium satisfies Layer.Layer<BatchCall>;
  yield* Effect.replicateEffect(send(batchOf(2)), 2).pipe(
    Effect.provide(Thulium),
    Effect.provide(withVariables({ CUSTOMERS_PER_SECOND: "1" })),
    Effect.forkChild,
  );
  yield* TestClock.adjust("10 seconds");
  assertEquals(calls.map(({ at }) => at), [1000, 3000]);
  const error = yield* Effect.flip(
    send(batchOf(1)).pipe(Effect.provide(Thulium), Effect.provide(withVariables({}))),
  );
  assertEquals(error._tag, "ConfigError");
});

class StoreIsLocked {
  readonly _tag = "StoreIsLocked";
}

it.effect("a journal may come with its store, and the stack fails with the store's error", function* () {
  const { calls, layer } = scripted(well);
  const journalIn = <E>(store: Layer.Layer<JournalStore, E>) =>
    Layer.provide(Journal.layer({ name: "spring" }), store);
  const store: Layer.Layer<JournalStore, StoreIsLocked> = JournalMemory.layer;
  const locked = Layer.effect(JournalStore, Effect.fail(new StoreIsLocked()));
  const importing = addCustomers([{ surname: "K" }]);
  const Works: Layer.Layer<BatchCall, StoreIsLocked> = stack(layer, journalIn(store));
  assertEquals((yield* Effect.provide(importing, Works)).created, 1);
  const Fails: Layer.Layer<BatchCall, Config.ConfigError | StoreIsLocked> = stack(
    layer,
    Paced,
    journalIn(locked),
  ).pipe(Layer.provide(withVariables({ CUSTOMERS_PER_SECOND: "1" })));
  // @ts-expect-error: the errors of all layers are part of the stack's type.
  stack(layer, Paced, journalIn(locked)) satisfies Layer.Layer<BatchCall, StoreIsLocked>;
  assertEquals((yield* Effect.flip(Effect.provide(importing, Fails)))._tag, "StoreIsLocked");
  assertEquals(calls.length, 1);
});

it.effect("a call in a policy's place does not compile, because it would replace what stands before it", function* () {
  const notes: Array<string> = [];
  const { layer } = scripted(well);
  // @ts-expect-error: a base stands first.
  stack(standardPolicies(), layer);
  // @ts-expect-error: nor may it stand among policies.
  const replaced = stack(layer, noting(notes, "passed"), layer);
  yield* Effect.provide(send(batchOf(1)), replaced);
  assertEquals(notes, []);
});

for (
  const [what, change] of [
    ["too few", (outcomes: ReadonlyArray<Outcome>) => outcomes.slice(1)],
    ["too many", (outcomes: ReadonlyArray<Outcome>) => [Outcome.created("99"), ...outcomes]],
  ] as const
) {
  it.effect(`a policy that returns ${what} outcomes gives no customer the id of another`, function* () {
    const { layer } = scripted(well);
    const careless = policy((next) => Effect.succeed((batch) => Effect.map(next(batch), change)));
    const { outcomes } = yield* addCustomers([{ surname: "A" }, { surname: "B" }]).pipe(
      Effect.provide(stack(layer, careless)),
    );
    const message = "a policy did not give one outcome for each customer of its batch";
    assertEquals(outcomes, [Outcome.unknown(message), Outcome.unknown(message)]);
  });
}

it.effect("a policy may be put around a single import", function* () {
  const { calls, layer } = scripted((batch, nth) => nth < 2 ? failing(503) : well(batch, nth));
  const fiber = yield* Effect.result(addCustomers([{ surname: "A" }])).pipe(
    Effect.andThen(
      Effect.provide(addCustomers([{ surname: "B" }]), Retry.layer({ baseWait: "1 second" })),
    ),
    Effect.provide(layer),
    Effect.forkChild,
  );
  yield* TestClock.adjust("1 minute");
  assertEquals((yield* Fiber.join(fiber)).created, 1);
  assertEquals(calls.length, 3);
});

it.effect("two imports share the limit of a layer that they share", function* () {
  let now = 0;
  let most = 0;
  const slow: Answer = (batch) =>
    Effect.sync(() => most = Math.max(most, ++now)).pipe(
      Effect.andThen(Effect.sleep("1 second")),
      Effect.andThen(Effect.sync(() => {
        now--;
        return createAll(batch);
      })),
    );
  const rows = Array.from({ length: 6 }, () => ({ surname: "K" }));
  const one = addCustomers(rows, { maxCustomers: 1 });
  const fiber = yield* Effect.all([one, one], { concurrency: 2 }).pipe(
    Effect.provide(stack(scripted(slow).layer, Concurrency.layer({ limit: 3 }))),
    Effect.forkChild,
  );
  yield* TestClock.adjust("1 minute");
  assertEquals((yield* Fiber.join(fiber)).map(({ created }) => created), [6, 6]);
  assertEquals(most, 3);
});

it.effect("the standard stack splits, retries and ends with a report", function* () {
  const { layer } = scripted((batch, nth) => {
    if (nth === 0) return failing(413);
    if (nth === 1) return failing(503);
    return Effect.succeed(
      createAll(batch).map((outcome, i) =>
        nth === 2 && i === 0 ? Outcome.notSent("later", 429) : outcome
      ),
    );
  });
  const rows = Array.from({ length: 4 }, () => ({ surname: "K" }));
  const fiber = yield* addCustomers(rows).pipe(
    Effect.provide(stack(layer, standardPolicies())),
    Effect.forkChild,
  );
  yield* TestClock.adjust("1 hour");
  assertEquals((yield* Fiber.join(fiber)).created, 4);
});

it.effect("each policy of the standard stack can be left out", function* () {
  const { calls, layer } = scripted(() => failing(503));
  const none = standardPolicies({
    split: false,
    retry: false,
    circuitBreaker: false,
    concurrency: false,
  });
  yield* Effect.flip(Effect.provide(send(batchOf(2)), stack(layer, none)));
  assertEquals(calls.length, 1);
});

/** Thulium takes the request and never answers. */
const silent = Layer.succeed(FetchHttpClient.Fetch, () => new Promise<Response>(() => {}));

it.effect("the standard stack leaves a call the timeout of its own", function* () {
  const call = BatchCall.layer({
    system: "acme",
    user: "u",
    password: Redacted.make("p"),
    timeout: "2 minutes",
  });
  const fiber = yield* Effect.flip(send(batchOf(1))).pipe(
    Effect.provide(stack(Layer.provide(call, silent), standardPolicies())),
    Effect.forkChild,
  );
  yield* TestClock.adjust("119 seconds");
  assertEquals(fiber.pollUnsafe(), undefined);
  yield* TestClock.adjust("1 second");
  const error = yield* Fiber.join(fiber);
  assert(error._tag === "TransportError");
  assertEquals([error.reason._tag, error.delivery], ["TimedOut", "unknown"]);
});

it.effect("the standard stack ends a call after a timeout that is given", function* () {
  const { layer } = scripted(() => Effect.never);
  const fiber = yield* Effect.flip(send(batchOf(1))).pipe(
    Effect.provide(stack(layer, standardPolicies({ timeout: { duration: "3 seconds" } }))),
    Effect.forkChild,
  );
  yield* TestClock.adjust("3 seconds");
  assertEquals((yield* Fiber.join(fiber)).delivery, "unknown");
});

it.effect("the standard stack gives up in bounded time", function* () {
  const { layer } = scripted(() =>
    Effect.fail(batchErrorOf({ at: "connect", failure: "refused" }))
  );
  const fiber = yield* Effect.flip(send(batchOf(1))).pipe(
    Effect.provide(stack(layer, standardPolicies())),
    Effect.forkChild,
  );
  yield* TestClock.adjust("3 minutes");
  assert(fiber.pollUnsafe() !== undefined);
});

it.effect("the durable stack remembers and looks up", function* () {
  const program = Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults({ script: [{ kind: "cut", at: "body", created: true }] });
    const durable = durablePolicies({ journal: { name: "spring" } }).pipe(
      Layer.provide([Sandbox.layerBatchCall(), Sandbox.layerLookup()]),
    );
    const importing = Effect.provide(addCustomers([{ surname: "K", identifier: "1" }]), durable);
    const fiber = yield* Effect.forkChild(Effect.all([importing, importing]));
    yield* TestClock.adjust("1 hour");
    const reports = yield* Fiber.join(fiber);
    assertEquals(reports.map(({ created, unchanged }) => [created, unchanged]), [[1, 0], [0, 1]]);
    assertEquals((yield* sandbox.customers).length, 1);
  });
  yield* Effect.provide(program, Layer.merge(Sandbox.layer(), JournalMemory.layer));
});

it.effect("the standard stack may adapt its concurrency", function* () {
  let now = 0;
  let most = 0;
  const { layer } = scripted((batch, nth) =>
    Effect.suspend(() => {
      most = Math.max(most, ++now);
      return Effect.delay(well(batch, nth), "1 second").pipe(
        Effect.ensuring(Effect.sync(() => now--)),
      );
    })
  );
  const adaptive = standardPolicies({ concurrency: { adaptive: { initial: 1, max: 3 } } });
  const rows = Array.from({ length: 40 }, () => ({ surname: "K" }));
  yield* addCustomers(rows, { maxCustomers: 1, concurrency: 10 }).pipe(
    Effect.provide(stack(layer, adaptive)),
    Effect.forkChild,
  );
  yield* TestClock.adjust("1 minute");
  assertEquals(most, 3);
});
