/** The lookup before the first call of an import, which shows whether the user may look customers up. */
import {
  addCustomers,
  type AddCustomersOptions,
  type Customer,
  CustomerLookup,
  Key,
  LookupError,
  Reconcile,
  stack,
} from "../../../mod.ts";
import type { Find } from "../../../src/call/lookup.ts";
import { CurrentRun, ImportRun } from "../../../src/call/run.ts";
import { batchErrorOf } from "../../../src/policy/mod.ts";
import { Lookups } from "../../../src/policy/reconcile/lookups.ts";
import { Sandbox } from "../../../src/sandbox/mod.ts";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as Result from "effect/Result";
import * as TestClock from "effect/testing/TestClock";
import { assertEquals, assertMatch, assertStringIncludes } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { recorder } from "../../support/recorder.ts";
import { type Answer, scripted, well } from "../../support/scripted_call.ts";

const people = (count: number): ReadonlyArray<Customer> =>
  Array.from({ length: count }, (_, i) => ({ surname: "K", identifier: `${i}` }));
const lost: Answer = () => Effect.fail(batchErrorOf({ at: "connection-lost" }));
const refused = (status: number) => Effect.fail(new LookupError({ message: "no", status }));
/** One customer per call, one call at a time. */
const oneByOne = { maxCustomers: 1, concurrency: 1 } as const;

/** Imports one after the other, through one layer, over a scripted call and a scripted lookup. */
const importing = (
  answer: Answer,
  find: Find,
  { policy, imports = 1, ...options }: AddCustomersOptions & {
    readonly policy?: Reconcile.ReconcileOptions;
    readonly imports?: number;
  } = {},
  count = 3,
) =>
  Effect.gen(function* () {
    /** What was done, in order: calls, and lookups by value. */
    const done: Array<string> = [];
    const { layer } = scripted((batch, nth) => {
      done.push("POST");
      return answer(batch, nth);
    });
    const lookup = Layer.succeed(CustomerLookup, {
      find: (lookup, limit) => {
        done.push(lookup.value);
        return find(lookup, limit);
      },
    });
    const { logs, record } = recorder();
    const policies = Layer.provide(stack(layer, Reconcile.layer(policy)), lookup);
    const one = Effect.timed(Effect.result(addCustomers(people(count), options)));
    const fiber = yield* Effect.forkChild(
      record(Effect.provide(Effect.replicateEffect(one, imports), policies)),
    );
    yield* TestClock.adjust("1 hour");
    const ended = yield* Fiber.join(fiber);
    const seconds = ended.map(([duration]) => Duration.toSeconds(duration));
    const results = ended.map(([, result]) => result);
    const outcomes = results.map((result) =>
      Result.isSuccess(result) ? result.success.outcomes : []
    );
    return { done, logs, results, seconds, outcomes: outcomes.flat() };
  });

const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
const mayNot = "may have been created; this user may not look customers up (HTTP 403)";

it.effect("a user who may not look customers up may still add them; doubts stay, and nothing more is looked up", function* () {
  const answer: Answer = (batch, nth) => nth === 1 ? lost(batch, nth) : well(batch, nth);
  const { done, logs, outcomes, seconds } = yield* importing(answer, () => refused(403), oneByOne);
  const [look, ...rest] = done;
  assertMatch(look, uuid);
  assertEquals(rest, ["POST", "POST", "POST"]);
  assertEquals(outcomes.map(({ _tag }) => _tag), ["Created", "Unknown", "Created"]);
  assertEquals("message" in outcomes[1] ? outcomes[1].message : "", mayNot);
  assertEquals(seconds, [0]);
  assertEquals(logs.length, 1);
  assertStringIncludes(logs[0], "does not let this user look customers up (HTTP 403)");
});

it.effect("the permission is looked at once per import, and a refusal is told once per layer", function* () {
  const { done, logs } = yield* importing(well, () => refused(403), { ...oneByOne, imports: 2 }, 2);
  assertEquals(done.map((one) => one.replace(uuid, "look")), [
    ...["look", "POST", "POST"],
    ...["look", "POST", "POST"],
  ]);
  assertEquals(logs.length, 1);
});

it.effect("the first calls of an import wait for the one lookup", function* () {
  const find: Find = () => Effect.delay(Effect.succeed([]), "2 seconds");
  const { done } = yield* importing(well, find, { maxCustomers: 1, concurrency: 3 });
  assertEquals(done.map((one) => one.replace(uuid, "look")), ["look", "POST", "POST", "POST"]);
});

it.effect("after a 401 to the lookup nothing is sent", function* () {
  const { done, results } = yield* importing(well, () => refused(401));
  assertEquals(done.length, 1);
  const [result] = results;
  assertEquals(Result.isFailure(result) && result.failure._tag, "AuthError");
});

it.effect("any other failure of the lookup is ignored, and so is one that is never answered", function* () {
  for (const find of [refused(500), Effect.die(new Error("a bug")), Effect.never]) {
    const { done, logs, outcomes } = yield* importing(well, () => find);
    assertEquals([done.length, done[1], logs], [2, "POST", []]);
    assertEquals(outcomes.map(({ _tag }) => _tag), ["Created", "Created", "Created"]);
  }
});

it.effect("an import whose time is over while it waits for the lookup sends nothing", function* () {
  const { done, results, seconds } = yield* importing(well, () => Effect.never, {
    deadline: "5 seconds",
  });
  assertEquals([done.length, seconds], [1, [5]]);
  const [result] = results;
  assertEquals(Result.isFailure(result) && result.failure.delivery, "not-sent");
});

it.effect("an import with a limit of calls, and one that is told so, makes no lookup before its calls", function* () {
  for (const options of [{ maxCalls: 5 }, { policy: { checkPermission: false } }]) {
    const { done } = yield* importing(well, () => refused(403), options);
    assertEquals(done, ["POST"]);
  }
});

it.effect("without that lookup, a refused lookup of a doubt is the last one of the import", function* () {
  const { done, logs, outcomes } = yield* importing(lost, () => refused(403), {
    ...oneByOne,
    policy: { checkPermission: false, concurrency: 1 },
  });
  assertEquals(done, ["POST", "0", "POST", "POST"]);
  assertEquals(outcomes.map((one) => "message" in one ? one.message : ""), [
    mayNot,
    mayNot,
    mayNot,
  ]);
  assertEquals(logs.length, 1);
});

it.effect("if the call that makes the lookup is interrupted, the next one makes it", function* () {
  let asked = 0;
  const find: Find = () => Effect.andThen(Effect.sync(() => asked++), Effect.never);
  const lookups = new Lookups(find, { key: Key.byIdentifier, concurrency: 1 });
  const check = Effect.provideService(lookups.checkPermission, CurrentRun, new ImportRun());
  const { first, second } = yield* Effect.all({
    first: Effect.forkChild(check, { startImmediately: true }),
    second: Effect.forkChild(check, { startImmediately: true }),
  });
  yield* TestClock.adjust("5 seconds");
  assertEquals(asked, 1);
  yield* Fiber.interrupt(first);
  yield* TestClock.adjust("15 seconds");
  assertEquals(asked, 2);
  yield* Fiber.join(second);
});

it.effect("the sandbox's user may have the permission for one method only", function* () {
  const { logs, record } = recorder();
  const { outcomes, requests } = yield* Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults({ script: [{ kind: "cut", at: "body", created: true }] });
    const fiber = yield* Effect.forkChild(record(addCustomers(people(2), oneByOne)));
    yield* TestClock.adjust("1 hour");
    const { outcomes } = yield* Fiber.join(fiber);
    return { outcomes, requests: yield* sandbox.requests };
  }).pipe(Effect.provide(
    Reconcile.layer().pipe(
      Layer.provide(Sandbox.layerLookup()),
      Layer.provideMerge(Sandbox.layerTest({ mayLookUp: false })),
    ),
  ));
  assertEquals(outcomes.map(({ _tag }) => _tag), ["Unknown", "Created"]);
  assertEquals(requests.map(({ method, status }) => `${method} ${status}`), [
    "GET 403",
    "POST 200",
    "POST 200",
  ]);
  assertEquals(logs.length, 1);
});
