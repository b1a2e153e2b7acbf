/** Traces continue from the caller through the handler to Thulium, and reach a collector. */
import { assert, assertEquals } from "../support/assert.ts";
import { hosts } from "./hosts.ts";

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly spanId: string;
}

const local = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
const urlOf = ({ addr }: Deno.HttpServer<Deno.NetAddr>) => `http://127.0.0.1:${addr.port}`;

/** A server in place of Thulium that records the `traceparent` of each request. */
const startThulium = () => {
  const parents: Array<string | null> = [];
  const server = Deno.serve(local, async (request) => {
    parents.push(request.headers.get("traceparent"));
    await request.arrayBuffer();
    return Response.json({ 0: { http_status: 201, customer_id: "13" } });
  });
  return { parents, server };
};

/** A server in place of a collector. `complete` resolves when the handler's own span has come. */
const startCollector = () => {
  const spans: Array<Span> = [];
  let text = "";
  const { promise: complete, resolve } = Promise.withResolvers<void>();
  const server = Deno.serve(local, async (request) => {
    const body = await request.text();
    text += body;
    if (new URL(request.url).pathname === "/v1/traces") {
      for (const { scopeSpans } of JSON.parse(body).resourceSpans) {
        for (const scope of scopeSpans) spans.push(...scope.spans);
      }
      if (spans.some(({ name }) => name === route)) resolve();
    }
    return Response.json({});
  });
  return { spans, text: () => text, complete, server };
};

const route = "POST /api/batch/customers";
const traceId = "0af7651916cd43dd8448eb211c80319c";
const parentSpan = "b7ad6b7169203331";

for (const name of ["on deno serve", "on workerd"]) {
  Deno.test(`${name}, a trace continues from the caller to Thulium, and reaches the collector`, async () => {
    const thulium = startThulium();
    const collector = startCollector();
    const handler = await hosts[name]({
      HANDLER_AUTH: "passthrough",
      THULIUM_URL: urlOf(thulium.server),
      OTEL_EXPORTER_OTLP_ENDPOINT: urlOf(collector.server),
    });
    try {
      const response = await handler.fetch("/api/batch/customers?pesel=tajny", {
        method: "POST",
        headers: {
          authorization: `Basic ${btoa("api_user:api_pass")}`,
          "content-type": "application/json",
          traceparent: `00-${traceId}-${parentSpan}-01`,
        },
        body: JSON.stringify({ customers: [{ surname: "Tajny" }] }),
      });
      assertEquals(response.status, 200);
      await response.body?.cancel();
      await collector.complete;
      const spans = new Map(collector.spans.map((span) => [span.name, span]));
      const server = spans.get(route);
      const imported = spans.get("thulium.add_customers");
      const call = spans.get("thulium.batch_call");
      assert(server !== undefined && imported !== undefined && call !== undefined);
      assertEquals([server.traceId, imported.traceId, call.traceId], Array(3).fill(traceId));
      assertEquals([server.parentSpanId, imported.parentSpanId, call.parentSpanId], [
        parentSpan,
        server.spanId,
        imported.spanId,
      ]);
      assertEquals(thulium.parents, [`00-${traceId}-${call.spanId}-01`]);
      const told = collector.text();
      for (const secret of ["Tajny", "tajny", "api_pass", btoa("api_user:api_pass")]) {
        assert(!told.includes(secret), secret);
      }
    } finally {
      await handler.close();
      await Promise.all([thulium.server.shutdown(), collector.server.shutdown()]);
    }
  });
}
