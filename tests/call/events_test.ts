/** What happens between an import and its calls is told: by events of spans, by metrics, and in the log. */
import {
  addCustomers,
  type AddCustomersOptions,
  CircuitBreaker,
  Concurrency,
  type Customer,
  CustomerLookup,
  importCustomers,
  makeAddCustomer,
  type Policy,
  RateLimit,
  Reconcile,
  Retry,
  Split,
} from "../../mod.ts";
import { recordEvent } from "../../src/call/events.ts";
import { batchErrorOf } from "../../src/policy/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as Breaker from "effect/persistence/CircuitBreaker";
import * as Stream from "effect/Stream";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertMatch } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { recorder } from "../support/recorder.ts";
import { type Answer, createAll, failing, scripted, well } from "../support/scripted_call.ts";

const people = (count: number): ReadonlyArray<Customer> =>
  Array.from({ length: count }, (_, i) => ({ surname: "Kowalska", identifier: `Kowalska${i}` }));

/** What an import through a policy told. */
const told = (
  policy: Policy,
  answer: Answer,
  customers: ReadonlyArray<Customer>,
  options: AddCustomersOptions = {},
) =>
  Effect.gen(function* () {
    const recorded = recorder();
    const adding = Effect.exit(addCustomers(customers, options)).pipe(
      Effect.provide(policy),
      Effect.provide(scripted(answer).layer),
    );
    const fiber = yield* Effect.forkChild(recorded.record(adding));
    yield* TestClock.adjust("10 minutes");
    yield* Fiber.join(fiber);
    const [span] = recorded.spans.filter(({ name }) => name === "thulium.add_customers");
    const metrics = (yield* recorded.metrics).flatMap(({ attributes = {}, id, state, type }) =>
      id === "thulium_customers" ? [] : [
        `${id} ${Object.values(attributes)} ${
          type === "Counter" || type === "Histogram" ? state.count : ""
        }`,
      ]
    );
    assert(!(yield* recorded.text).includes("Kowalska"));
    const logs = recorded.records.map(({ level, message }) => `${level} ${message}`);
    return { span, events: span.events, metrics: metrics.sort(), logs };
  });

it.effect("a retry is told with its reason, attempt and wait", function* () {
  const { events, logs, metrics } = yield* told(
    Retry.layer(),
    (batch, nth) => nth === 0 ? failing(429, "7") : well(batch, nth),
    people(2),
  );
  assertEquals(events, [{
    name: "thulium.retry",
    attributes: {
      "thulium.result": "RateLimited",
      "thulium.attempt": 2,
      "thulium.customers": 2,
      "thulium.wait_ms": 7000,
    },
  }]);
  assertEquals(metrics, ["thulium_retries RateLimited 1", "thulium_wait_duration retry,s 1"]);
  assertEquals(logs, ["Debug thulium.retry"]);
});

it.effect("a wait for the rate limit is told, and a call that need not wait is not", function* () {
  const { events, metrics } = yield* told(
    RateLimit.layer({ requests: { limit: 1, per: "3 seconds" } }),
    well,
    people(2),
    { maxCustomers: 1 },
  );
  assertEquals(events, [{
    name: "thulium.wait",
    attributes: { "thulium.reason": "rate_limit", "thulium.wait_ms": 3000 },
  }]);
  assertEquals(metrics, ["thulium_wait_duration rate_limit,s 1"]);
});

for (
  const [what, policy] of Object.entries({
    fixed: Concurrency.layer({ limit: 1 }),
    adaptive: Concurrency.layerAdaptive({ initial: 1, max: 1 }),
  })
) {
  it.effect(`a wait for a permit is told, with a limit that is ${what}`, function* () {
    const { events } = yield* told(
      policy,
      (batch, nth) => Effect.delay(well(batch, nth), "2 seconds"),
      people(2),
      { maxCustomers: 1 },
    );
    assertEquals(events, [{
      name: "thulium.wait",
      attributes: { "thulium.reason": "concurrency", "thulium.wait_ms": 2000 },
    }]);
  });
}

it.effect("a split is told with its reason", function* () {
  const { events, metrics } = yield* told(
    Split.layer(),
    (batch, nth) => batch.items.length > 1 ? failing(413) : well(batch, nth),
    people(2),
  );
  assertEquals(events.length, 1);
  const { "thulium.bytes": bytes, ...attributes } = events[0].attributes;
  assertMatch(String(bytes), /^\d+$/);
  assertEquals(attributes, { "thulium.reason": "refused", "thulium.customers": 2 });
  assertEquals(metrics, ["thulium_splits refused 1"]);
});

const broken: Answer = (batch, nth) => nth < 2 ? failing(502) : well(batch, nth);
const breaks = { opensAt: { failures: 2 }, openFor: "5 seconds", whileOpen: "wait" } as const;

for (
  const [where, policy] of Object.entries<Policy>({
    memory: CircuitBreaker.layer(breaks),
    "a store": CircuitBreaker.layerStore(breaks).pipe(
      Layer.provide(Breaker.layerStoreMemory()),
    ),
  })
) {
  it.effect(`a circuit in ${where} tells its changes, with a warning when it opens`, function* () {
    const { events, logs, metrics } = yield* told(policy, broken, people(3), {
      maxCustomers: 1,
      concurrency: 1,
    });
    assertEquals(
      events.map(({ attributes, name }) => [name, ...Object.values(attributes)]),
      [
        ["thulium.circuit", "open"],
        ["thulium.wait", "circuit", 5000],
        ["thulium.circuit", "half_open"],
        ["thulium.circuit", "closed"],
      ],
    );
    assertEquals(logs, [
      "Warn thulium.circuit",
      "Debug thulium.wait",
      "Debug thulium.circuit",
      "Info thulium.circuit",
    ]);
    assertEquals(metrics, [
      "thulium_circuit_changes closed 1",
      "thulium_circuit_changes half_open 1",
      "thulium_circuit_changes open 1",
      "thulium_wait_duration circuit,s 1",
    ]);
  });
}

it.effect("lookups are told as counts", function* () {
  const Found = Layer.succeed(CustomerLookup, {
    find: ({ value }) =>
      Effect.succeed(value.endsWith("0") ? [{ customerId: "7", identifier: value }] : []),
  });
  const { events, logs, metrics } = yield* told(
    Reconcile.layer({ resends: 0 }).pipe(Layer.provide(Found)),
    () => Effect.fail(batchErrorOf({ at: "deadline" })),
    people(3),
  );
  assertEquals(events, [
    {
      name: "thulium.lookup",
      attributes: { "thulium.found": 1, "thulium.not_found": 2, "thulium.failed": 0 },
    },
    {
      name: "thulium.lookup",
      attributes: { "thulium.found": 0, "thulium.not_found": 2, "thulium.failed": 0 },
    },
  ]);
  assertEquals(metrics, ["thulium_lookups found 1", "thulium_lookups not_found 4"]);
  assertEquals(logs, ["Debug thulium.lookup", "Debug thulium.lookup"]);
});

it.effect("a span holds 128 events, and says how many were dropped", function* () {
  const { spans, record } = recorder();
  const event = recordEvent({ name: "split", label: { reason: "refused" } });
  yield* record(Effect.withSpan(Effect.replicateEffect(event, 200), "import"));
  assertEquals(spans[0].events.length, 128);
  assertEquals(spans[0].attributes, { "thulium.dropped_events": 72 });
});

it.effect("the span of an import of a list has its counts", function* () {
  const { span } = yield* told(Retry.layer(), well, people(2));
  assertEquals(span.attributes, {
    "thulium.feed": "list",
    "thulium.customers": 2,
    "thulium.created": 2,
    "thulium.updated": 0,
    "thulium.unchanged": 0,
    "thulium.rejected": 0,
    "thulium.unknown": 0,
    "thulium.not_sent": 0,
  });
});

const streamed = (answer: Answer, customers: ReadonlyArray<Customer>) =>
  Effect.gen(function* () {
    const recorded = recorder();
    const importing = importCustomers(Stream.fromIterable(customers), {
      maxCustomers: 1,
      concurrency: 1,
    });
    yield* recorded.record(Stream.runDrain(importing)).pipe(
      Effect.provide(Retry.layer({ baseWait: "1 millis", maxWait: "1 millis" })),
      Effect.provide(scripted(answer).layer),
      Effect.withSpan("nightly"),
      Effect.forkChild,
      Effect.tap(() => TestClock.adjust("1 minute")),
      Effect.flatMap(Fiber.join),
    );
    assert(!(yield* recorded.text).includes("Kowalska"));
    return recorded;
  });

it.effect("an import of a stream is a span with counts and events", function* () {
  const { spans } = yield* streamed(
    (batch, nth) => nth === 0 ? failing(429) : well(batch, nth),
    people(3),
  );
  const [{ attributes, events, parent }] = spans;
  assertEquals(spans.map(({ name }) => name), ["thulium.import_customers"]);
  assertEquals(parent, "nightly");
  assertEquals(events.map(({ name }) => name), ["thulium.retry"]);
  assertEquals([attributes["thulium.feed"], attributes["thulium.created"]], ["stream", 3]);
  assertEquals(attributes["thulium.stopped_by"], undefined);
});

it.effect("an import of a stream says with one warning that Thulium refused the user", function* () {
  const { records, spans } = yield* streamed(() => failing(401), people(20));
  assertEquals(spans[0].attributes["thulium.stopped_by"], "AuthError");
  assertEquals(records.map(({ annotations, level, message }) => [level, message, annotations]), [
    [
      "Warn",
      "Thulium refused the user or password (HTTP 401); no customer of this batch was created",
      { not_sent: 20 },
    ],
  ]);
});

const added = (count: number) =>
  Effect.gen(function* () {
    const recorded = recorder();
    const adding = Effect.gen(function* () {
      const add = yield* makeAddCustomer();
      yield* Effect.forEach(
        people(count),
        (customer, i) =>
          add(customer).pipe(
            Effect.withSpan(`caller ${i}`),
            Effect.annotateLogs("caller", i),
            Effect.annotateSpans("caller", i),
          ),
        { concurrency: "unbounded" },
      );
    }).pipe(
      Effect.provide(
        scripted((batch) => Effect.as(Effect.logInfo("sent"), createAll(batch))).layer,
      ),
    );
    const fiber = yield* Effect.forkChild(recorded.record(adding));
    yield* TestClock.adjust("1 second");
    yield* Fiber.join(fiber);
    return recorded;
  });

it.effect("adds that share a POST are linked with its span, which is no caller's", function* () {
  const { records, spans } = yield* added(3);
  const [shared] = spans.filter(({ name }) => name === "thulium.shared_batch");
  const adds = spans.filter(({ name }) => name === "thulium.add_customer");
  assertEquals(adds.map(({ parent }) => parent), ["caller 0", "caller 1", "caller 2"]);
  assertEquals(shared.parent, undefined);
  assertEquals(shared.links, adds.map(({ id }) => id));
  assertEquals(adds.map(({ links }) => links), Array(3).fill([shared.id]));
  assertEquals(shared.attributes["thulium.created"], 3);
  assertEquals(shared.attributes.caller, undefined);
  assertEquals(records.map(({ annotations, message }) => [message, annotations]), [["sent", {}]]);
});

it.effect("the POST of an add that is alone is in the trace of that add", function* () {
  const { spans } = yield* added(1);
  const [shared] = spans.filter(({ name }) => name === "thulium.shared_batch");
  assertEquals([shared.parent, shared.links], ["thulium.add_customer", []]);
});
