/** A collector that hangs costs few connections, and the log says what was dropped. */
import { layerCollectorClient } from "../../src/handler/collector.ts";
import { layerRequestTraces } from "../../src/handler/request_traces.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as HttpClient from "effect/http/HttpClient";
import * as HttpClientRequest from "effect/http/HttpClientRequest";
import * as Layer from "effect/Layer";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { recorder } from "../support/recorder.ts";
import { turn } from "../laws/run.ts";
import { setImmediate } from "node:timers";

/** A collector that takes what it is told to. */
const collector = () => {
  const seen = { requests: 0, open: 0, bodies: new Array<string>() };
  let answers: "never" | "never ends" | "well" | "badly" = "never";
  const fetch: typeof globalThis.fetch = (_, init) => {
    seen.requests++;
    seen.open++;
    const signal = init?.signal;
    seen.bodies.push(String(init?.body));
    const end = () => seen.open--;
    if (answers === "well" || answers === "badly") {
      end();
      return Promise.resolve(new Response("{}", { status: answers === "well" ? 200 : 500 }));
    }
    const ended = new Promise<never>((_, reject) =>
      signal?.addEventListener("abort", () => {
        end();
        reject(new Error("aborted"));
      })
    );
    ended.catch(() => {});
    return answers === "never"
      ? ended
      : Promise.resolve(new Response(new ReadableStream({ pull: () => ended })));
  };
  return { fetch, seen, answer: (how: typeof answers) => answers = how };
};

/** Lets other fibers work. */
const tick = Effect.promise(() => new Promise<void>((resolve) => void setImmediate(resolve)));

const request = HttpClientRequest.post("http://collector.example/v1/traces");
const warnings = (records: ReturnType<typeof recorder>["records"]) =>
  records.filter(({ level }) => level === "Warn").map(({ annotations, message }) => [
    message,
    annotations,
  ]);

for (const how of ["never", "never ends"] as const) {
  it.effect(`of a process, at most 4 exports are under way to a collector that answers ${how}`, function* () {
    const { answer, fetch, seen } = collector();
    answer(how);
    const { record, records } = recorder();
    const program = Effect.gen(function* () {
      const client = yield* HttpClient.HttpClient;
      const statuses: Array<number> = [];
      const send = Effect.map(client.execute(request), ({ status }) => statuses.push(status));
      const fibers = yield* Effect.forEach(
        Array.from({ length: 1000 }),
        () => Effect.forkChild(Effect.exit(send)),
      );
      yield* tick;
      assertEquals([seen.requests, seen.open, statuses.length], [4, 4, 996]);
      yield* turn;
      assertEquals([seen.open, statuses.length], [0, 1000]);
      yield* Effect.forEach(fibers, Fiber.join);
      assert(statuses.every((status) => status === 200));
      answer("well");
      yield* send;
    });
    yield* record(Effect.provide(
      program,
      layerCollectorClient().pipe(Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch))),
    ));
    assertEquals(warnings(records), [
      ["the collector does not take telemetry in time; what it does not take is dropped", {}],
      ["exports of telemetry were dropped", { dropped_exports: 1000 }],
    ]);
  });
}

for (const how of ["badly", "not at all"] as const) {
  it.effect(`of a process, a collector that answers ${how} is said once until it is back`, function* () {
    const { answer, fetch } = collector();
    let isThere = how === "badly";
    answer(how === "badly" ? "badly" : "well");
    const { record, records } = recorder();
    const reach: typeof fetch = (input, init) =>
      isThere ? fetch(input, init) : Promise.reject(new TypeError("connection refused"));
    const program = Effect.gen(function* () {
      const client = yield* HttpClient.HttpClient;
      const send = Effect.exit(client.execute(request));
      for (let i = 0; i < 3; i++) yield* send;
      isThere = true;
      answer("well");
      yield* send;
      answer("badly");
      for (let i = 0; i < 3; i++) yield* send;
    });
    yield* record(Effect.provide(
      program,
      layerCollectorClient().pipe(Layer.provide(Layer.succeed(FetchHttpClient.Fetch, reach))),
    ));
    const away =
      "the collector can't be reached, or refuses telemetry: look at OTEL_EXPORTER_OTLP_ENDPOINT and --allow-net";
    assertEquals(warnings(records), [[away, {}], [away, {}]]);
  });
}

/** Answers a request in a span of its own. */
const answered = (layer: Layer.Layer<never>, spans = 1) =>
  Effect.replicateEffect(Effect.withSpan(Effect.void, "call"), spans).pipe(Effect.provide(layer));

for (const how of ["never", "badly"] as const) {
  it.effect(`of requests, none tries for a minute after the collector answered ${how}`, function* () {
    const { answer, fetch, seen } = collector();
    answer(how);
    const { record, records } = recorder();
    const layer = Layer.fresh(layerRequestTraces("http://collector.example/", "handler")).pipe(
      Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch)),
    );
    const request = record(answered(layer));
    const first = yield* Effect.forkChild(request);
    yield* turn;
    yield* Fiber.join(first);
    for (let i = 0; i < 100; i++) yield* request;
    assertEquals([seen.requests, seen.open], [1, 0]);
    yield* TestClock.adjust("1 minute");
    answer("well");
    yield* request;
    yield* request;
    assertEquals(seen.requests, 3);
    assertEquals(warnings(records), [
      ["the collector did not take the traces; the next try is in a minute", { dropped_spans: 1 }],
      ["spans were dropped", { dropped_spans: 100 }],
    ]);
  });
}

it.effect("of one request, at most 1,000 spans are kept, and events and links are sent", function* () {
  const { answer, fetch, seen } = collector();
  answer("well");
  const { record, records } = recorder();
  const layer = layerRequestTraces("http://collector.example", "handler").pipe(
    Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch)),
  );
  yield* record(answered(layer, 1500));
  const spansOf = (body: string) => JSON.parse(body).resourceSpans[0].scopeSpans[0].spans;
  assertEquals(spansOf(seen.bodies[0]).length, 1000);
  assertEquals(warnings(records), [["spans were dropped", { dropped_spans: 500 }]]);
  const linked = Effect.useSpan("other", (other) =>
    Effect.gen(function* () {
      const span = yield* Effect.currentSpan;
      span.event("thulium.retry", 5n, { "thulium.attempt": 2, "thulium.codes": ["7"] });
      span.addLinks([{ span: other, attributes: {} }]);
      return other.spanId;
    }).pipe(Effect.withSpan("call")));
  const id = yield* Effect.provide(linked, layer);
  const [{ events, links }] = spansOf(seen.bodies[1]);
  assertEquals(events, [{
    name: "thulium.retry",
    timeUnixNano: "5",
    attributes: [
      { key: "thulium.attempt", value: { intValue: "2" } },
      { key: "thulium.codes", value: { arrayValue: { values: [{ stringValue: "7" }] } } },
    ],
  }]);
  assertEquals(links.map(({ spanId }: { spanId: string }) => spanId), [id]);
});
