import {
  type BatchCall,
  importCustomers,
  type ImportedCustomer,
  type ImportOptions,
  makeImportProgress,
  RateLimit,
  Retry,
  stack,
} from "../../mod.ts";
import { batchErrorOf } from "../../src/policy/mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Context from "effect/Context";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import * as Stream from "effect/Stream";
import * as SubscriptionRef from "effect/SubscriptionRef";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";
import { it } from "../support/it.ts";
import {
  type Answer,
  createAll,
  failing,
  known,
  scripted,
  well,
} from "../support/scripted_call.ts";

const people = (count: number) => Array.from({ length: count }, (_, i) => ({ surname: `K${i}` }));
const collect = <E>(source: Stream.Stream<unknown, E>, answer: Answer, options?: ImportOptions) => {
  const { calls, layer } = scripted(answer);
  const seen: Array<ImportedCustomer> = [];
  const run = importCustomers(source, options).pipe(
    Stream.runForEach((customer) => Effect.sync(() => seen.push(customer))),
    Effect.provide(layer),
  );
  return { calls, seen, run };
};
const show = (seen: ReadonlyArray<ImportedCustomer>) =>
  seen.map(({ index, outcome }) => `${index} ${outcome._tag}`);

it.effect("outcomes come in the order of the rows, bad rows among good ones", function* () {
  const rows = [{ surname: "A" }, {}, { surname: "B" }, null, { surname: "C" }, 5];
  const { calls, run, seen } = collect(Stream.fromIterable(rows), well, { maxCustomers: 2 });
  yield* run;
  assertEquals(show(seen), [
    "0 Created",
    "1 Rejected",
    "2 Created",
    "3 Rejected",
    "4 Created",
    "5 Rejected",
  ]);
  assertEquals(calls.map(({ indices }) => indices), [[0, 2], [4]]);
});

it.effect("outcomes come as they are known, if wanted", function* () {
  const slowFirst: Answer = (batch, nth) =>
    Effect.delay(Effect.succeed(createAll(batch)), nth === 0 ? "9 seconds" : "1 second");
  const options = { maxCustomers: 1, concurrency: 2 } as const;
  const ordered = collect(Stream.fromIterable(people(3)), slowFirst, options);
  const unordered = collect(Stream.fromIterable(people(3)), slowFirst, {
    ...options,
    order: "completion",
  });
  yield* Effect.forkChild(ordered.run);
  yield* Effect.forkChild(unordered.run);
  yield* TestClock.adjust("5 seconds");
  assertEquals(show(ordered.seen), []);
  assertEquals(show(unordered.seen), ["1 Created", "2 Created"]);
  yield* TestClock.adjust("5 seconds");
  assertEquals(show(ordered.seen), ["0 Created", "1 Created", "2 Created"]);
  assertEquals(show(unordered.seen), ["1 Created", "2 Created", "0 Created"]);
});

it.effect("the source is not asked for more than is under way", function* () {
  let asked = 0;
  const endless = Stream.fromIterable((function* () {
    for (;;) {
      asked++;
      yield { surname: "K" };
    }
  })());
  const { calls, run } = collect(endless, () => Effect.never, { maxCustomers: 10, concurrency: 2 });
  const fiber = yield* Effect.forkChild(run);
  yield* TestClock.adjust("1 hour");
  assertEquals(calls.length, 2);
  assert(asked < 20_000, String(asked));
  yield* Fiber.interrupt(fiber);
});

it.effect("a full batch goes out though the source pauses", function* () {
  const live = Stream.concat(Stream.fromIterable(people(25)), Stream.never);
  const { calls, run } = collect(live, well, { maxCustomers: 10 });
  const fiber = yield* Effect.forkChild(run);
  yield* TestClock.adjust("1 second");
  assertEquals(calls.length, 2);
  yield* Fiber.interrupt(fiber);
});

it.effect("an endless run of bad rows gives outcomes all the time", function* () {
  const endless = Stream.fromIterable((function* () {
    for (;;) yield null;
  })());
  const { layer } = scripted(well);
  const first = yield* importCustomers(endless).pipe(
    Stream.take(1000),
    Stream.runCollect,
    Effect.provide(layer),
  );
  assertEquals(first.length, 1000);
});

it.effect("a source that fails gives the outcomes of all rows before it fails", function* () {
  const source = Stream.concat(
    Stream.fromIterable([...people(3), {}]),
    Stream.fail("the file broke off"),
  );
  const { run, seen } = collect(source, well, { maxCustomers: 2 });
  assertEquals(yield* Effect.exit(run), Exit.fail("the file broke off"));
  assertEquals(show(seen), ["0 Created", "1 Created", "2 Created", "3 Rejected"]);
});

it.effect("failed calls are outcomes, and the import goes on", function* () {
  const answers: Answer = (batch, nth) =>
    nth === 0 ? failing(503) : nth === 1 ? failing(500) : well(batch, nth);
  const { run, seen } = collect(Stream.fromIterable(people(3)), answers, {
    maxCustomers: 1,
    concurrency: 1,
  });
  yield* run;
  assertEquals(show(seen), ["0 NotSent", "1 Unknown", "2 Created"]);
});

it.effect("after a 401 nothing more is sent, and every row has its outcome", function* () {
  const { calls, run, seen } = collect(
    Stream.fromIterable([...people(5), {}]),
    (batch, nth) => nth === 1 ? failing(401) : well(batch, nth),
    { maxCustomers: 1, concurrency: 1 },
  );
  yield* run;
  assertEquals(calls.length, 2);
  assertEquals(show(seen), [
    "0 Created",
    "1 NotSent",
    "2 NotSent",
    "3 NotSent",
    "4 NotSent",
    "5 Rejected",
  ]);
});

it.effect("a call that dies leaves its customers in doubt", function* () {
  const { run, seen } = collect(
    Stream.fromIterable(people(2)),
    (batch, nth) => nth === 0 ? Effect.die("bug") : well(batch, nth),
    {
      maxCustomers: 1,
      concurrency: 1,
    },
  );
  yield* run;
  assertEquals(show(seen), ["0 Unknown", "1 Created"]);
});

it.effect("after the deadline nothing more is sent, and the progress says where to go on", function* () {
  const progress = yield* makeImportProgress({ total: 6 });
  const slow: Answer = (batch) => Effect.delay(Effect.succeed(createAll(batch)), "4 seconds");
  const { calls, run, seen } = collect(Stream.fromIterable(people(6)), slow, {
    maxCustomers: 1,
    concurrency: 1,
    deadline: "10 seconds",
    progress,
    firstIndex: 100,
  });
  const fiber = yield* Effect.forkChild(run);
  yield* TestClock.adjust("1 minute");
  yield* Fiber.join(fiber);
  assertEquals(calls.map(({ at }) => at), [0, 4000, 8000]);
  assertEquals(show(seen), [
    "100 Created",
    "101 Created",
    "102 Created",
    "103 NotSent",
    "104 NotSent",
    "105 NotSent",
  ]);
  assertEquals((yield* SubscriptionRef.get(progress)).resumeAt, 103);
});

it.effect("at the deadline a source that waits is let go of", function* () {
  const live = Stream.concat(Stream.fromIterable(people(3)), Stream.never);
  const { run, seen } = collect(live, well, { maxCustomers: 2, deadline: "10 seconds" });
  const fiber = yield* Effect.forkChild(run);
  yield* TestClock.adjust("10 seconds");
  yield* Fiber.join(fiber);
  assertEquals(show(seen), ["0 Created", "1 Created", "2 NotSent"]);
});

it.effect("a source is read to its end after the deadline, if wanted", function* () {
  const slow: Answer = (batch) => Effect.delay(Effect.succeed(createAll(batch)), "4 seconds");
  const rows = Stream.fromIterable(people(5)).pipe(Stream.rechunk(1));
  const { run, seen } = collect(rows, slow, {
    maxCustomers: 1,
    concurrency: 1,
    deadline: "3 seconds",
    whenOver: "drain",
  });
  const fiber = yield* Effect.forkChild(run);
  yield* TestClock.adjust("1 minute");
  yield* Fiber.join(fiber);
  assertEquals(show(seen), ["0 Created", "1 NotSent", "2 NotSent", "3 NotSent", "4 NotSent"]);
});

const waits = {
  "between attempts": [() => failing(429, "25"), Retry.layer(), "0 NotSent 1 NotSent"],
  "for the rate": [
    well,
    RateLimit.layer({ requests: { limit: 1, per: "1 minute" } }),
    "0 Created 1 NotSent",
  ],
} as const;
for (const [name, [answer, policy, expected]] of Object.entries(waits)) {
  it.effect(`at the deadline a wait ${name} is given up`, function* () {
    const fiber = yield* importCustomers(Stream.fromIterable(people(2)), {
      maxCustomers: 1,
      deadline: "10 seconds",
    }).pipe(
      Stream.runCollect,
      Effect.provide(stack(scripted(answer).layer, policy)),
      Effect.forkChild,
    );
    yield* TestClock.adjust("10 seconds");
    assertEquals(show(yield* Fiber.join(fiber)).join(" "), expected);
  });
}

it.effect("no row from the one to go on with was sent, though a later batch overtook", function* () {
  const progress = yield* makeImportProgress();
  const answers: Answer = (batch, nth) =>
    nth === 0 ? failing(429, "25") : Effect.succeed(createAll(batch));
  const fiber = yield* importCustomers(Stream.fromIterable(people(4)), {
    maxCustomers: 1,
    concurrency: 2,
    deadline: "10 seconds",
    progress,
  }).pipe(
    Stream.runCollect,
    Effect.provide(stack(scripted(answers).layer, Retry.layer())),
    Effect.forkChild,
  );
  yield* TestClock.adjust("10 seconds");
  const seen = show(yield* Fiber.join(fiber));
  assertEquals(seen, ["0 NotSent", "1 Created", "2 NotSent", "3 NotSent"]);
  assertEquals((yield* SubscriptionRef.get(progress)).resumeAt, 2);
});

it.effect("the row to go on with comes after those that another run created", function* () {
  const progress = yield* makeImportProgress();
  const answer: Answer = (batch, nth) => nth < 2 ? known(batch, nth) : failing(401);
  const { run, seen } = collect(Stream.fromIterable(people(4)), answer, {
    maxCustomers: 1,
    concurrency: 1,
    progress,
  });
  yield* run;
  assertEquals(show(seen), ["0 Unchanged", "1 Unchanged", "2 NotSent", "3 NotSent"]);
  const { done, resumeAt, unchanged } = yield* SubscriptionRef.get(progress);
  assertEquals([done, unchanged, resumeAt], [4, 2, 2]);
});

it.effect("no more calls are made than allowed", function* () {
  const progress = yield* makeImportProgress();
  const exchange = Sandbox.layerTest();
  const seen = yield* importCustomers(Stream.fromIterable(people(5)), {
    maxCustomers: 1,
    concurrency: 1,
    maxCalls: 2,
    progress,
  }).pipe(Stream.runCollect, Effect.provide(exchange));
  assertEquals(show(seen), ["0 Created", "1 Created", "2 NotSent", "3 NotSent", "4 NotSent"]);
  assertEquals((yield* SubscriptionRef.get(progress)).resumeAt, 2);
});

it.effect("the rows that an interrupted import had read are handed over, each with its outcome", function* () {
  const left: Array<ImportedCustomer> = [];
  const progress = yield* makeImportProgress();
  const rows = [...people(2), {}, ...people(6)];
  const { run, seen } = collect(
    Stream.concat(Stream.fromIterable(rows), Stream.never),
    (batch, nth) => nth === 1 ? Effect.never : well(batch, nth),
    {
      maxCustomers: 2,
      concurrency: 2,
      progress,
      onLeftOver: (customers) => Effect.sync(() => left.push(...customers)),
    },
  );
  const fiber = yield* Effect.forkChild(run);
  yield* TestClock.adjust("1 second");
  yield* Fiber.interrupt(fiber);
  assertEquals(show(seen), ["0 Created", "1 Created"]);
  // The third batch was answered behind the second, which was not.
  assertEquals(show(left), [
    "2 Rejected",
    "3 Unknown",
    "4 Unknown",
    "5 Created",
    "6 Created",
    "7 NotSent",
    "8 NotSent",
  ]);
  const { done, resumeAt } = yield* SubscriptionRef.get(progress);
  assertEquals([done, resumeAt], [9, 7]);
});

it.effect("nothing is left over when all outcomes were given out", function* () {
  let calls = 0;
  const { run } = collect(Stream.fromIterable(people(3)), well, {
    onLeftOver: () => Effect.sync(() => calls++),
  });
  yield* run;
  assertEquals(calls, 0);
});

it.effect("progress tells counts, rate and the time that is left", function* () {
  const progress = yield* makeImportProgress({ total: 10 });
  const slow: Answer = (batch) => Effect.delay(Effect.succeed(createAll(batch)), "2 seconds");
  const { run } = collect(Stream.fromIterable([...people(3), {}]), slow, {
    maxCustomers: 3,
    progress,
  });
  const fiber = yield* Effect.forkChild(run);
  yield* TestClock.adjust("2 seconds");
  yield* Fiber.join(fiber);
  const { remaining, ...rest } = yield* SubscriptionRef.get(progress);
  assertEquals(rest, {
    done: 4,
    total: 10,
    created: 3,
    updated: 0,
    unchanged: 0,
    rejected: 1,
    unknown: 0,
    notSent: 0,
    perSecond: 2,
    resumeAt: undefined,
  });
  assertEquals(remaining && Duration.toSeconds(remaining), 3);
});

it.effect("an import can fail when Thulium refuses the user, after the outcomes so far", function* () {
  const live = Stream.concat(Stream.fromIterable(people(6)), Stream.never);
  const answer: Answer = (batch, nth) => nth < 2 ? well(batch, nth) : failing(401);
  const { calls, layer } = scripted(answer);
  const seen: Array<ImportedCustomer> = [];
  const options = { maxCustomers: 1, concurrency: 1, whenRefused: "fail" } as const;
  const error = yield* importCustomers(live, options).pipe(
    Stream.runForEach((customer) => Effect.sync(() => seen.push(customer))),
    Effect.provide(layer),
    Effect.flip,
  );
  assertEquals(error._tag, "AuthError");
  assertEquals(error.status, 401);
  assertEquals(show(seen).slice(0, 3), ["0 Created", "1 Created", "2 NotSent"]);
  assert(seen.slice(2).every(({ outcome }) => outcome._tag === "NotSent"));
  assertEquals(calls.length, 3);
});

it.effect("an import that may fail when the user is refused succeeds otherwise", function* () {
  const { layer } = scripted(well);
  const seen = yield* importCustomers(Stream.fromIterable(people(2)), { whenRefused: "fail" })
    .pipe(Stream.runCollect, Effect.provide(layer));
  assertEquals(show(seen), ["0 Created", "1 Created"]);
});

Deno.test("the type of an import says whether a refused user makes it fail", () => {
  const never: Stream.Stream<ImportedCustomer, never, BatchCall> = importCustomers(Stream.empty);
  // @ts-expect-error: it may fail with an AuthError
  const wrong: typeof never = importCustomers(Stream.empty, { whenRefused: "fail" });
  assert(wrong !== never);
  const any: ImportOptions = { maxCustomers: 2 };
  // @ts-expect-error: the options may say that it fails
  importCustomers(Stream.empty, any) satisfies typeof never;
  // @ts-expect-error: a misspelt option
  importCustomers(Stream.empty, { maxCustomer: 2 });
});

it.effect("rows may be piped into an import, and keep the types of their errors and needs", function* () {
  class Rows extends Context.Service<Rows, { readonly count: number }>()("Rows") {}
  const rows = Stream.unwrap(
    Effect.map(
      Rows,
      ({ count }) => Stream.concat(Stream.fromIterable(people(count)), Stream.fail("gone")),
    ),
  );
  const imported: Stream.Stream<ImportedCustomer, string, Rows | BatchCall> = rows.pipe(
    importCustomers,
  );
  const error = yield* Stream.runDrain(imported).pipe(
    Effect.provide(scripted(well).layer),
    Effect.provideService(Rows, { count: 2 }),
    Effect.flip,
  );
  assertEquals(error, "gone");
});

it.effect("an interrupted import makes no further call", function* () {
  const { calls, run } = collect(Stream.fromIterable(people(9)), () => Effect.never, {
    maxCustomers: 1,
    concurrency: 2,
  });
  const fiber = yield* Effect.forkChild(run);
  yield* TestClock.adjust("1 second");
  yield* Fiber.interrupt(fiber);
  assertEquals(calls.length, 2);
});

Deno.test("an option that is none is refused with its name and value", () => {
  const wrong = (options: object) => () => importCustomers(Stream.empty, options);
  assertThrows(wrong({ concurrency: 0 }), RangeError, "concurrency");
  assertThrows(wrong({ order: "random" }), RangeError, "order must be input or completion");
  assertThrows(wrong({ deadline: "0 seconds" }), RangeError, "deadline");
  assertThrows(wrong({ maxCalls: 0 }), RangeError, "maxCalls");
  assertThrows(wrong({ whenOver: "wait" }), RangeError, "whenOver must be stop or drain");
  assertThrows(wrong({ whenRefused: "stop" }), RangeError, "whenRefused must be report or fail");
  assertThrows(wrong({ firstIndex: -1 }), RangeError, "firstIndex");
  assertThrows(wrong({ maxBytes: 0 }), RangeError, "maxBytes");
  assertThrows(wrong({ profile: "lax" }), RangeError, "profile");
});

it.effect("a connection that fails is an outcome that says so", function* () {
  const { run, seen } = collect(
    Stream.fromIterable(people(1)),
    () => Effect.fail(batchErrorOf({ at: "connect", failure: "dns" })),
  );
  yield* run;
  assertEquals(seen[0].outcome._tag, "NotSent");
});

it.effect("an interrupted import may finish the calls on their way, and gives up waits", function* () {
  const left: Array<ImportedCustomer> = [];
  const slow: Answer = (batch, nth) =>
    nth === 1 ? failing(429, "25") : Effect.delay(Effect.succeed(createAll(batch)), "4 seconds");
  const { calls, layer } = scripted(slow);
  const fiber = yield* importCustomers(Stream.fromIterable(people(5)), {
    maxCustomers: 1,
    concurrency: 2,
    onInterrupt: "finish",
    onLeftOver: (customers) => Effect.sync(() => left.push(...customers)),
  }).pipe(Stream.runDrain, Effect.provide(stack(layer, Retry.layer())), Effect.forkChild);
  yield* TestClock.adjust("1 second");
  const interrupting = yield* Effect.forkChild(Fiber.interrupt(fiber));
  yield* TestClock.adjust("2 seconds");
  assertEquals(interrupting.pollUnsafe(), undefined);
  yield* TestClock.adjust("4 seconds");
  yield* Fiber.join(interrupting);
  assertEquals(show(left), ["0 Created", "1 NotSent", "2 NotSent", "3 NotSent", "4 NotSent"]);
  assertEquals(calls.length, 2);
});

it.effect("rows that the consumer did not take are left over, down to the single row", function* () {
  const left: Array<ImportedCustomer> = [];
  const { layer } = scripted(well);
  const taken = yield* importCustomers(Stream.fromIterable(people(4)), {
    maxCustomers: 4,
    onLeftOver: (customers) => Effect.sync(() => left.push(...customers)),
  }).pipe(Stream.take(1), Stream.runCollect, Effect.provide(layer));
  assertEquals(show(taken), ["0 Created"]);
  assertEquals(show(left), ["1 Created", "2 Created", "3 Created"]);
});

it.effect("after a 401 the deadline still ends a source that waits", function* () {
  const live = Stream.concat(Stream.fromIterable(people(2)), Stream.never);
  const { run } = collect(live, () => failing(401), { maxCustomers: 2, deadline: "10 seconds" });
  const fiber = yield* Effect.forkChild(run);
  yield* TestClock.adjust("10 seconds");
  yield* Fiber.join(fiber);
});

it.effect("the row to go on with is told though nothing was under way at the deadline", function* () {
  const progress = yield* makeImportProgress();
  const live = Stream.concat(Stream.fromIterable(people(2)), Stream.never);
  const options = { maxCustomers: 2, deadline: "10 seconds", progress } as const;
  const fiber = yield* Effect.forkChild(collect(live, well, options).run);
  yield* TestClock.adjust("10 seconds");
  yield* Fiber.join(fiber);
  assertEquals((yield* SubscriptionRef.get(progress)).resumeAt, 2);
});

it.effect("a batch may be as large as one likes", function* () {
  const options = { maxCustomers: 200_000, maxBytes: 1e9 };
  const { run, seen } = collect(Stream.fromIterable(people(200_000)), well, options);
  yield* run;
  assertEquals(seen.length, 200_000);
});
