import { addCustomers, updateCustomers } from "../../mod.ts";
import { Attempt, policy } from "../../src/policy/mod.ts";
import { type Fault, Sandbox } from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import { assertEquals, assertMatch } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { recorder } from "../support/recorder.ts";
import { known, scripted } from "../support/scripted_call.ts";

const people = [{ surname: "A" }, { surname: "B", group: "unknown" }, {}];

const recorded = (fault: Fault | null, attempt = 1) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults({ script: [fault] });
    const { metrics, record, spans } = recorder();
    yield* record(Effect.exit(addCustomers<unknown>(people))).pipe(
      Effect.provideService(Attempt, attempt),
    );
    return { metrics: yield* metrics, spans };
  }).pipe(Effect.provide(Sandbox.layerTest()));

it.effect("a batch call is one span with counts, attempt and status", function* () {
  const { spans } = yield* recorded(null, 3);
  assertEquals(spans.map(({ name }) => name), ["thulium.batch_call", "thulium.add_customers"]);
  const calls = spans.filter(({ name }) => name === "thulium.batch_call");
  assertEquals(calls.length, 1);
  const { "thulium.request_id": id, ...attributes } = calls[0].attributes;
  assertMatch(String(id), /^[0-9a-f-]{36}$/);
  assertEquals(attributes, {
    "http.request.method": "POST",
    "thulium.customers": 2,
    "thulium.bytes": 65,
    "thulium.attempt": 3,
    "thulium.result": "answered",
    "http.response.status_code": 200,
    "thulium.created": 1,
    "thulium.updated": 0,
    "thulium.unchanged": 0,
    "thulium.rejected": 1,
    "thulium.unknown": 0,
    "thulium.not_sent": 0,
  });
});

it.effect("a failed call's span says how it failed", function* () {
  const { spans } = yield* recorded({ kind: "status", status: 429, created: false });
  const [{ attributes }] = spans.filter(({ name }) => name === "thulium.batch_call");
  assertEquals(attributes["thulium.result"], "RateLimited");
  assertEquals(attributes["error.type"], "RateLimited");
  assertEquals(attributes["http.response.status_code"], 429);
});

it.effect("an import is a span, the parent of its calls", function* () {
  const { spans } = yield* recorded(null);
  const call = spans.find(({ name }) => name === "thulium.batch_call");
  assertEquals(call?.parent, "thulium.add_customers");
});

it.effect("metrics count customers by outcome, calls by result, and their duration", function* () {
  const { metrics } = yield* recorded(null);
  const counters = metrics.flatMap(({ attributes, id, state, type }) =>
    type === "Counter"
      ? [[id, Object.values(attributes ?? {}).join(), Number(state.count)].join(" ")]
      : []
  );
  assertEquals(counters.sort(), [
    "thulium_batch_calls answered 1",
    "thulium_customers created 1",
    "thulium_customers rejected 2",
  ]);
  const histograms = metrics.flatMap(({ attributes, id, state, type }) =>
    type === "Histogram" ? [[id, attributes?.unit, state.count].join(" ")] : []
  );
  assertEquals(histograms, ["thulium_batch_call_duration s 1"]);
});

it.effect("customers that another run created are counted apart", function* () {
  const { metrics, record } = recorder();
  const adding = Effect.provide(
    addCustomers<unknown>([{ surname: "A" }, {}]),
    scripted(known).layer,
  );
  yield* record(adding);
  const counts = (yield* metrics).flatMap(({ attributes, id, state, type }) =>
    type === "Counter" && id === "thulium_customers"
      ? [`${attributes?.outcome} ${state.count}`]
      : []
  );
  assertEquals(counts.sort(), ["rejected 1", "unchanged 1"]);
});

it.effect("a policy that throws is logged with name and stack, and without its message", function* () {
  const { record, records } = recorder();
  const Broken = policy(() =>
    Effect.succeed(() => {
      throw new TypeError("Kowalska", { cause: new RangeError("Kowalska") });
    })
  );
  yield* record(addCustomers([{ surname: "A" }])).pipe(
    Effect.provide(Broken),
    Effect.provide(scripted(known).layer),
  );
  const [{ annotations, level, message }] = records.filter(({ level }) => level === "Error");
  assertEquals([level, message], ["Error", "A batch call died of a defect of the program"]);
  const errors = annotations.errors as ReadonlyArray<{ name: string; frames: Array<string> }>;
  assertEquals(errors.map(({ name }) => name), ["TypeError", "RangeError"]);
  assertMatch(errors[0].frames[0], /telemetry_test\.ts:\d+:\d+/);
  assertEquals(JSON.stringify(records).includes("Kowalska"), false);
});

it.effect("a list of updates has a span of its own, and its calls are PUTs", function* () {
  const { record, spans } = recorder();
  const made = updateCustomers([{ customer_id: "99", note: "x" }]);
  yield* record(made).pipe(Effect.provide(Sandbox.layerTest()));
  const methods = spans.map(({ attributes, name }) => [name, attributes["http.request.method"]]);
  assertEquals(methods, [["thulium.batch_call", "PUT"], ["thulium.update_customers", undefined]]);
});
