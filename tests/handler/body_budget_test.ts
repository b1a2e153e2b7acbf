/** Bodies are held in memory within a budget for all requests, and a JSON request has one time for its body and its calls. */
import { type HandlerConfig, readHandlerConfig } from "../../src/handler/config.ts";
import { writeXlsx } from "../../src/format/xlsx/write.ts";
import { makeHandler } from "../../src/handler/mod.ts";
import { xlsxType } from "../../src/handler/negotiation.ts";
import { RequestEnd } from "../../src/handler/request_end.ts";
import { RequestLog } from "../../src/handler/request_log.ts";
import { respondJson } from "../../src/handler/respond_json.ts";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as TestClock from "effect/testing/TestClock";
import { BatchCall } from "../../mod.ts";
import { createAll } from "../support/scripted_call.ts";
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { inParts } from "./given.ts";

const env = {
  HANDLER_AUTH: "passthrough",
  THULIUM_SYSTEM: "acme",
  HANDLER_LOG_LEVEL: "none",
  HANDLER_MAX_BODY_BYTES: "2000000",
  HANDLER_MAX_BUFFERED_BYTES: "2000000",
};

let posts = 0;
const handler = makeHandler({
  env,
  fetch: async (_, init) => {
    posts++;
    const { customers } = JSON.parse(await new Response(init?.body).text());
    return Response.json(customers.map((_: unknown, i: number) => ({
      http_status: 201,
      customer_id: String(i + 1),
    })));
  },
});

const types = {
  json: "application/json",
  ndjson: "application/x-ndjson",
  csv: "text/csv",
  xlsx: xlsxType,
};

const post = (
  body: BodyInit,
  type: keyof typeof types,
  signal: AbortSignal = new AbortController().signal,
  to = handler,
): Promise<Response> =>
  to(
    new Request("https://handler.example/api/batch/customers", {
      method: "POST",
      headers: { authorization: `Basic ${btoa("u:p")}`, "content-type": types[type] },
      body,
      signal,
    }),
  );

const customers = (surname: string) => `{"customers":[{"surname":"${surname}"}]}`;

/** A body of which a first part comes at once, and the rest when the test says so. */
const heldBody = (first: string) => {
  let rest: ReadableStreamDefaultController<Uint8Array> | undefined;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      rest = controller;
      controller.enqueue(encoder.encode(first));
    },
  });
  return {
    body,
    end: (text: string) => {
      rest?.enqueue(encoder.encode(text));
      rest?.close();
    },
    breakOff: () => rest?.error(new Error("broken")),
  };
};

const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

const almostAll = `{"customers":[{"surname":"${"x".repeat(1_900_000)}`;

/** How a request that holds almost the whole budget may end. */
const endings: {
  readonly [how: string]: (held: ReturnType<typeof heldBody>, abort: AbortController) => void;
} = {
  "is answered": (held) => held.end('"}]}'),
  "is refused as too large": (held) => held.end("x".repeat(200_000)),
  "is refused as invalid": (held) => held.end("]"),
  "breaks off": (held) => held.breakOff(),
  "is given up by its caller": (_, abort) => abort.abort(),
};

for (const [how, end] of Object.entries(endings)) {
  Deno.test(`a body for which there is no room is refused with 503, until the one that holds the room ${how}`, async () => {
    const abort = new AbortController();
    const held = heldBody(almostAll);
    const first = post(held.body, "json", abort.signal);
    await settled();
    posts = 0;
    const tooMuch = "K".repeat(150_000);
    for (const type of ["json", "ndjson", "csv", "xlsx"] as const) {
      const refused = await post(customers(tooMuch), type);
      assertEquals(refused.status, 503);
      assert(Number(refused.headers.get("retry-after")) > 0);
      const { errors, request_id } = await refused.json();
      assertEquals(request_id, refused.headers.get("x-request-id"));
      assertStringIncludes(errors[0].message, "too many bodies");
    }
    assertEquals(posts, 0);
    // A short one still has room.
    assertEquals((await post(customers("K"), "json")).status, 200);
    end(held, abort);
    await (await first).body?.cancel();
    await settled();
    assertEquals((await post(customers(tooMuch), "json")).status, 200);
  });
}

for (const how of ["ends", "breaks off", "is given up"] as const) {
  Deno.test(`a stream holds its unfinished row, and gives the room back when it ${how}`, async () => {
    // A whole batch comes first, so that the answer begins at once.
    const batch = '{"surname":"A"}\n'.repeat(100);
    const held = heldBody(`${batch}{"surname":"${"x".repeat(1_000_000)}`);
    const response = await post(held.body, "ndjson");
    const reader = response.body?.getReader();
    const reading = reader?.read();
    await settled();
    const large = customers("K".repeat(1_000_000));
    assertEquals((await post(large, "json")).status, 503);
    if (how === "ends") held.end('"}\n');
    if (how === "breaks off") held.breakOff();
    if (how === "is given up") await reader?.cancel();
    await reading;
    while (how !== "is given up" && !(await reader?.read())?.done);
    await settled();
    assertEquals((await post(large, "json")).status, 200);
  });
}

Deno.test("a long stream needs no more room than the rows that are under way", async () => {
  const rows = `{"surname":"K","note":"${"x".repeat(100)}"}\n`.repeat(500);
  const parts = 120;
  assert(parts * rows.length > 3 * Number(env.HANDLER_MAX_BUFFERED_BYTES));
  const response = await post(inParts(new Array(parts).fill(rows)), "ndjson");
  assertStringIncludes(await response.text(), '{"total":60000,"created":60000');
});

for (const how of ["is refused as invalid", "breaks off", "is given up by its caller"] as const) {
  Deno.test(`a workbook that is not whole holds its bytes, and gives the room back when it ${how}`, async () => {
    const abort = new AbortController();
    const held = heldBody(`PK${"x".repeat(1_000_000)}`);
    const workbook = post(held.body, "xlsx", abort.signal);
    await settled();
    const large = customers("K".repeat(1_200_000));
    assertEquals((await post(large, "json")).status, 503);
    endings[how](held, abort);
    await (await workbook).body?.cancel();
    await settled();
    assertEquals((await post(large, "json")).status, 200);
  });
}

Deno.test("a workbook holds room for itself and for its texts until its rows have their outcomes", async () => {
  const called = Promise.withResolvers<void>();
  const mayAnswer = Promise.withResolvers<void>();
  const slow = makeHandler({
    env,
    fetch: async () => {
      called.resolve();
      await mayAnswer.promise;
      return Response.json([{ http_status: 201, customer_id: "1" }]);
    },
  });
  const body = new Uint8Array(writeXlsx([["A"]], { header: ["surname"] }));
  const workbook = post(body, "xlsx", undefined, slow);
  await called.promise;
  const large = customers("K".repeat(1_200_000));
  assertEquals((await post(large, "json", undefined, slow)).status, 503);
  mayAnswer.resolve();
  assertStringIncludes(await (await workbook).text(), '{"total":1,"created":1');
  assertEquals((await post(large, "json", undefined, slow)).status, 200);
});

const config = readHandlerConfig({ ...env, HANDLER_BATCH_SIZE: "1", HANDLER_CONCURRENCY: "1" });

it.effect("the time for a JSON request counts from its beginning, and not from the end of its body", function* () {
  const starts: Array<number> = [];
  const slow = Layer.succeed(BatchCall, {
    send: (batch) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        starts.push(now / 1000);
        return Effect.delay(Effect.succeed(createAll(batch)), "10 seconds");
      }),
  });
  const held = heldBody('{"customers":[{"surname":"A"}');
  const request = new Request("https://handler.example", { method: "POST", body: held.body });
  const log = new RequestLog(0, "id", "POST", "/");
  const fiber = yield* Effect.forkChild(
    Effect.provide(
      respondJson(config as HandlerConfig, request, "add", log, new RequestEnd()),
      slow,
    ),
  );
  yield* Effect.promise(settled);
  yield* TestClock.adjust("13 seconds");
  held.end(',{"surname":"B"},{"surname":"C"}]}');
  yield* Effect.promise(settled);
  yield* TestClock.adjust("1 minute");
  yield* Fiber.join(fiber);
  // A call may take 14 of the 28 seconds.
  assertEquals(starts, [13]);
});

it.effect("a JSON body that leaves no time for a call is not waited for", function* () {
  const held = heldBody("{");
  const request = new Request("https://handler.example", { method: "POST", body: held.body });
  const log = new RequestLog(0, "id", "POST", "/");
  const none = Layer.succeed(BatchCall, { send: () => Effect.die("a call") });
  const fiber = yield* Effect.forkChild(
    Effect.flip(
      Effect.provide(
        respondJson(config as HandlerConfig, request, "add", log, new RequestEnd()),
        none,
      ),
    ),
  );
  yield* Effect.promise(settled);
  yield* TestClock.adjust("14 seconds");
  const { problem, status } = yield* Fiber.join(fiber);
  assertEquals([status, problem], [408, "the body did not come within 14 seconds"]);
});
