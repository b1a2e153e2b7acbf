/** The end of the handler: it waits for requests, sends the last telemetry, and refuses what comes later. */
import { readErrorForm } from "../../src/call/error_form.ts";
import { makeHandler } from "../../src/handler/mod.ts";
import { Running } from "../../src/handler/running.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { asChild } from "../support/child_server.ts";

const local = { hostname: "127.0.0.1", port: 0, onListen: () => {} };

/** A server in place of Thulium that answers when it is told to, and one in place of a collector. */
const startServers = () => {
  const spans: Array<string> = [];
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const thulium = Deno.serve(local, async (request) => {
    await request.arrayBuffer();
    asked.resolve();
    await answer.promise;
    return Response.json({ 0: { http_status: 201, customer_id: "13" } });
  });
  const collector = Deno.serve(local, async (request) => {
    const { resourceSpans = [] } = await request.json();
    for (const { scopeSpans } of resourceSpans) {
      spans.push(...scopeSpans[0].spans.map(({ name }: { name: string }) => name));
    }
    return Response.json({});
  });
  return {
    env: {
      HANDLER_AUTH: "passthrough",
      HANDLER_LOG_LEVEL: "none",
      THULIUM_URL: `http://127.0.0.1:${thulium.addr.port}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.addr.port}`,
    },
    spans,
    asked: asked.promise,
    answer: answer.resolve,
    close: () => Promise.all([thulium.shutdown(), collector.shutdown()]),
  };
};

const adding = {
  method: "POST",
  headers: {
    authorization: `Basic ${btoa("api_user:api_pass")}`,
    "content-type": "application/json",
  },
  body: JSON.stringify({ customers: [{ surname: "Nowak" }] }),
};
const post = () => new Request("https://handler.example/api/batch/customers", adding);

for (const sharing of ["process", "request"] as const) {
  Deno.test(`services per ${sharing}: dispose() waits for a request and sends its telemetry`, async () => {
    const { answer, asked, close, env, spans } = startServers();
    const handler = makeHandler({ env, sharing });
    const answering = handler(post());
    await asked;
    let isDisposed = false;
    const disposing = handler.dispose().then(() => isDisposed = true);
    const late = await handler(post());
    assertEquals(late.status, 503);
    const proof = readErrorForm(await late.text());
    assertEquals(proof?.requestId, late.headers.get("x-request-id") ?? undefined);
    assert(!isDisposed);
    answer();
    const response = await answering;
    assertEquals([response.status, await response.json()], [200, {
      0: { http_status: 201, customer_id: "13" },
    }]);
    await disposing;
    await handler.dispose();
    assert(spans.includes("POST /api/batch/customers"), spans.join());
    await close();
  });
}

Deno.test("dispose() of a handler that answered nothing ends at once", async () => {
  await makeHandler({ env: { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme" } }).dispose();
});

Deno.test("a request that ends twice counts once", async () => {
  const running = new Running();
  const [one, other] = [running.begin(), running.begin()];
  let isReleased = false;
  const end = running.end(() => {
    isReleased = true;
    return Promise.resolve();
  });
  one?.();
  one?.();
  await Promise.resolve();
  assertEquals([isReleased, running.begin()], [false, undefined]);
  other?.();
  await end;
  assert(isReleased);
});

const commands = {
  "deno serve": ["serve", "--no-check", "--host=127.0.0.1", "--port=0", "--allow-net=127.0.0.1"]
    .concat("--allow-env", "examples/deno-deploy/main.ts"),
  "deno task serve": ["run", "--no-check", "--allow-net=127.0.0.1", "--allow-env"]
    .concat("src/handler/main.ts", "--port", "0"),
};
for (const [what, command] of Object.entries(commands)) {
  Deno.test(`after SIGTERM, ${what} answers the request that it has, sends its telemetry and ends`, async () => {
    const { answer, asked, close, env, spans } = startServers();
    const server = await asChild(command, env, "SIGTERM");
    const answering = server.fetch("/api/batch/customers", adding);
    await asked;
    const closing = server.close();
    answer();
    const response = await answering;
    assertEquals(response.status, 200);
    await response.body?.cancel();
    await closing;
    assert(spans.includes("POST /api/batch/customers"), spans.join());
    await close();
  });
}
