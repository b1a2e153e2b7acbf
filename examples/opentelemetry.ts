/**
 * Sends traces and metrics over OTLP, here to a server that stands in for a collector and prints what it received.
 * They contain no data of customers. `alerts.yml` says what to alert on, as rules of Prometheus.
 *
 * Run it with: deno run --allow-net=127.0.0.1 examples/opentelemetry.ts
 */
import { addCustomers, Retry } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as ConfigProvider from "effect/ConfigProvider";
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Otlp from "effect/observability/Otlp";

interface Named {
  readonly name: string;
}
const spans: Array<Named> = [];
const metrics: Array<Named> = [];

const collector = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  async (request) => {
    const { resourceMetrics = [], resourceSpans = [] } = await request.json();
    for (const { scopeSpans } of resourceSpans) spans.push(...scopeSpans[0].spans);
    for (const { scopeMetrics } of resourceMetrics) metrics.push(...scopeMetrics[0].metrics);
    return Response.json({});
  },
);

const Telemetry = Otlp.layerJson({
  baseUrl: `http://127.0.0.1:${collector.addr.port}`,
  resource: { serviceName: "crm-sync" },
}).pipe(
  Layer.provide(FetchHttpClient.layer),
  // Without this layer Effect looks for `OTEL_…` variables, and the program needs `--allow-env`.
  Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({}))),
);

const people = Array.from({ length: 25 }, (_, i) => ({ surname: `K${i}` }));

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox;
  yield* sandbox.setFaults({ script: [{ kind: "status", status: 503, created: false }] });
  yield* addCustomers(people, { maxCustomers: 10 });
}).pipe(
  Effect.withSpan("nightly sync"),
  Effect.provide(Retry.layer({ baseWait: "10 millis" })),
  Effect.provide(Sandbox.layerTest()),
  Effect.provide(Telemetry), // the outermost layer, because it sends the last data when it closes
);

await Effect.runPromise(program);
await collector.shutdown();

const names = (arrived: ReadonlyArray<Named>): string =>
  [...new Set(arrived.map(({ name }) => name))].sort().join(", ");
console.log(`${spans.length} spans: ${names(spans)}`);
console.log(`metrics: ${names(metrics)}`);
