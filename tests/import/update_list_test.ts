/** Updates over an embedded Thulium: what goes out, what it stores, and what is reported. */
import {
  type BatchCall,
  CircuitBreaker,
  Concurrency,
  CustomerLookup,
  importCustomers,
  Journal,
  JournalMemory,
  Outcome,
  Reconcile,
  Retry,
  Split,
  stack,
  updateCustomers,
} from "../../mod.ts";
import { type Fault, Sandbox, type SandboxOptions } from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as Stream from "effect/Stream";
import * as TestClock from "effect/testing/TestClock";
import { addCustomers } from "../../mod.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";
import { it } from "../support/it.ts";

const people = (count: number) => Array.from({ length: count }, (_, i) => ({ surname: `K${i}` }));
const notes = (...ids: ReadonlyArray<string>) =>
  ids.map((customer_id) => ({ customer_id, note: `note of ${customer_id}` }));

/** Updates customers of a Thulium that knows the ids 13 to 15, and plays these faults. */
const updating = (
  updates: ReadonlyArray<unknown>,
  { faults = [], options, over = Sandbox.layerBatchCall() }: {
    readonly faults?: ReadonlyArray<Fault | null>;
    readonly options?: SandboxOptions;
    readonly over?: Layer.Layer<BatchCall, never, Sandbox>;
  } = {},
) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* Effect.provide(addCustomers(people(3)), Sandbox.layerBatchCall());
    yield* sandbox.setFaults({ script: faults });
    const fiber = yield* updateCustomers<unknown>(updates, { maxCustomers: 2, concurrency: 1 })
      .pipe(
        Effect.provide(over),
        Effect.result,
        Effect.forkChild,
      );
    for (let i = 0; i < 300; i++) yield* TestClock.adjust("1 second");
    const result = yield* Fiber.join(fiber);
    const requests = (yield* sandbox.requests).slice(1).map(({ method, status }) =>
      `${method} ${status}`
    );
    const stored = (yield* sandbox.customers).map(({ fields }) => fields.note);
    return { result, requests, stored, outcomes: tagsOf(result) };
  }).pipe(Effect.provide(Sandbox.layer(options)));

const tagsOf = (result: { readonly _tag: string; readonly success?: unknown }) =>
  "success" in result && isReport(result.success)
    ? result.success.outcomes.map(({ _tag }) => _tag).join(" ")
    : "failed";
const isReport = (value: unknown): value is { readonly outcomes: ReadonlyArray<Outcome> } =>
  typeof value === "object" && value !== null && "outcomes" in value;

const over = (...policies: ReadonlyArray<Layer.Layer<BatchCall, never, BatchCall>>) =>
  stack(Sandbox.layerBatchCall(), ...policies);

it.effect("updates go out as PUT, and every one has its outcome under its own index", function* () {
  const rows = [...notes("13"), { note: "x" }, ...notes("99", "15")];
  const { outcomes, requests, result, stored } = yield* updating(rows);
  assertEquals(requests, ["PUT 200", "PUT 200"]);
  assertEquals(outcomes, "Updated Rejected Rejected Updated");
  assertEquals(stored, ["note of 13", undefined, "note of 15"]);
  assertEquals("success" in result && result.success.outcomes.slice(1, 3), [
    Outcome.invalid([{ path: "customer_id", message: "is required" }]),
    Outcome.rejected(404, "Customer does not exist."),
  ]);
});

it.effect("an update whose answer was lost is unknown, and its message speaks of a change", function* () {
  const { result } = yield* updating(notes("13"), {
    faults: [{ kind: "cut", at: "body", created: true }],
  });
  const messages = "success" in result
    ? result.success.outcomes.map((outcome) => "message" in outcome ? outcome.message : "")
    : [];
  assertEquals(messages, [
    "Thulium's answer broke off (HTTP 200); customers of this batch may have been changed",
  ]);
});

it.effect("an update in doubt is sent again by Retry, where a creation is not", function* () {
  const faults: ReadonlyArray<Fault> = [
    { kind: "cut", at: "before-headers", created: false },
    { kind: "stall", at: "before-headers", created: true },
    { kind: "missing", share: 1 },
  ];
  const { outcomes, requests, stored } = yield* updating(notes("13", "14"), {
    faults,
    over: over(Retry.layer()),
  });
  assertEquals(outcomes, "Updated Updated");
  assertEquals(requests.length, 4);
  assertEquals(stored, ["note of 13", "note of 14", undefined]);
});

it.effect("an update in doubt is unknown after the last attempt", function* () {
  const lost: Fault = { kind: "cut", at: "before-headers", created: true };
  const { outcomes, requests } = yield* updating(notes("13"), {
    faults: [lost, lost, lost],
    over: over(Retry.layer({ attempts: 3 })),
  });
  assertEquals([outcomes, requests.length], ["Unknown", 3]);
});

it.effect("a redirect is not tried again: the URL is wrong", function* () {
  const { outcomes, requests } = yield* updating(notes("13"), {
    faults: [{ kind: "status", status: 302, created: false }],
    over: over(Retry.layer()),
  });
  assertEquals([outcomes, requests.join()], ["Unknown", "PUT 302"]);
});

it.effect("after a doubt, a refusal says nothing of the first attempt, except that there is no such customer", function* () {
  const lost: Fault = { kind: "cut", at: "before-headers", created: true };
  const rows = [{ customer_id: "99", note: "x" }, { customer_id: "13", type: "nie ma" }];
  const { outcomes } = yield* updating(rows, { faults: [lost], over: over(Retry.layer()) });
  assertEquals(outcomes, "Rejected Unknown");
});

it.effect("a user who may not update stops the run, and nothing was changed", function* () {
  const { requests, result, stored } = yield* updating(notes("13", "14", "15"), {
    options: { mayUpdate: false },
  });
  assertEquals(requests, ["PUT 403"]);
  assertEquals(
    "failure" in result && result.failure.message,
    "Thulium does not let this user change customers (HTTP 403); no customer of this batch was changed",
  );
  assertEquals(stored, [undefined, undefined, undefined]);
});

it.effect("a batch of updates that is too large is halved", function* () {
  const { outcomes, requests } = yield* updating(notes("13", "14"), {
    faults: [{ kind: "status", status: 413, created: false }],
    over: over(CircuitBreaker.layer(), Concurrency.layer(), Split.layer()),
  });
  assertEquals([outcomes, requests.join()], ["Updated Updated", "PUT 413,PUT 200,PUT 200"]);
});

it.effect("Reconcile and a journal let updates pass: no lookup, no claim", function* () {
  const guarded = over(Reconcile.layer().pipe(Layer.provide(lookup))).pipe((inner) =>
    stack(inner, Layer.provide(Journal.layer({ name: "j" }), JournalMemory.layer))
  );
  const { outcomes, requests } = yield* updating(notes("13", "14", "13"), { over: guarded });
  assertEquals([outcomes, requests.join()], ["Updated Updated Updated", "PUT 200,PUT 200"]);
});

/** No lookup may be made. */
const lookup = Layer.succeed(CustomerLookup, {
  find: () => Effect.die(new Error("a lookup was made")),
});

it.effect("a stream of updates gives an outcome for each row", function* () {
  const rows = Stream.fromIterable([...notes("13", "99"), {}]);
  const seen = yield* Effect.gen(function* () {
    yield* addCustomers(people(1));
    return yield* Stream.runCollect(importCustomers(rows, { operation: "update" }));
  }).pipe(Effect.provide(Sandbox.layerTest()));
  assertEquals(seen.map(({ index, outcome }) => `${index} ${outcome._tag}`), [
    "0 Updated",
    "1 Rejected",
    "2 Rejected",
  ]);
});

Deno.test("an unknown operation is refused at once", () => {
  const wrong = JSON.parse('{"operation":"delete"}');
  assertThrows(() => importCustomers(Stream.empty, wrong), RangeError);
});
