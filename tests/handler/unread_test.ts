/** Callers who do not read their answers: an answer that nobody reads ends, and gives back what it held. */
import { whileRead } from "../../src/handler/answer_body.ts";
import { makeHandler } from "../../src/handler/mod.ts";
import { assert, assertEquals, assertRejects } from "../support/assert.ts";
import { callRaw, headOf } from "../support/raw_caller.ts";
import { basic, passthrough, path, until } from "./given.ts";
import { hosts, startSandbox } from "./hosts.ts";

/** Rows that are answered at length, though nothing is sent for them. */
const row = '{"surname":1,"email":[1,1,1,1,1],"phone_number":[1,2,3,4],"name":3,"vip":"x"}';
const rows = 2000;
const bodies = {
  "application/json": `{"customers":[${new Array(rows).fill(row).join(",")}]}`,
  "application/x-ndjson": `${row}\n`.repeat(rows),
};

/** An answer that nobody reads for four times this many seconds ends. */
const env = { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme", HANDLER_BODY_SECONDS: "1" };

const setUp = (more: { readonly [name: string]: string } = {}) => {
  const handler = makeHandler({
    env: { ...env, HANDLER_LOG_LEVEL: "none", ...more },
    fetch: () => Promise.reject(new Error("nothing leaves this test")),
  });
  return (type: keyof typeof bodies, body: string = bodies[type]) =>
    handler(
      new Request(`https://handler.example${path}`, {
        method: "POST",
        headers: { ...basic("u", "p"), "content-type": type },
        body,
      }),
    );
};

const notRead = "the answer was not read in time";
const millis = (count: number) => new Promise((resolve) => setTimeout(resolve, count));

/** A body of ten parts, and whether it was cancelled. */
const tenParts = () => {
  let left = 10;
  let isCancelled = false;
  const body = new ReadableStream<number>({
    pull: (controller) => left-- > 0 ? controller.enqueue(left) : controller.close(),
    cancel: () => {
      isCancelled = true;
    },
  }, { highWaterMark: 0 });
  return { body, isCancelled: () => isCancelled };
};

Deno.test("an answer ends if its next part is not read in time", async () => {
  const { body, isCancelled } = tenParts();
  const reader = whileRead(body, { part: 20, all: 10_000 }).getReader();
  assertEquals((await reader.read()).value, 9);
  await assertRejects(
    async () => {
      await reader.closed;
    },
    Error,
    notRead,
  );
  assert(isCancelled());
});

Deno.test("an answer ends if nobody begins to read it", async () => {
  const { body, isCancelled } = tenParts();
  await assertRejects(
    async () => {
      await whileRead(body, { part: 20, all: 10_000 }).getReader().closed;
    },
    Error,
    notRead,
  );
  assert(isCancelled());
});

Deno.test("an answer ends if it is read for too long", async () => {
  const { body, isCancelled } = tenParts();
  const reader = whileRead(body, { part: 10_000, all: 30 }).getReader();
  await assertRejects(
    async () => {
      while (!(await reader.read()).done) await millis(10);
    },
    Error,
    notRead,
  );
  assert(isCancelled());
});

Deno.test("who reads slowly gets all of an answer", async () => {
  const { body } = tenParts();
  let read = 0;
  for await (const _ of whileRead(body, { part: 1000, all: 10_000 })) {
    read++;
    await millis(5);
  }
  assertEquals(read, 10);
});

Deno.test("answers that are not read count in the budget of bodies", async () => {
  const post = setUp({
    HANDLER_MAX_BODY_BYTES: "300000",
    HANDLER_MAX_BUFFERED_BYTES: "300000",
    HANDLER_MAX_REQUESTS_PER_CALLER: "100",
  });
  const large = await post("application/json");
  assertEquals(large.status, 200);
  assert(Number(large.headers.get("content-length")) > 300_000);
  const refused = await post("application/json", '{"customers":[{"name":"K"}]}');
  assertEquals(refused.status, 503);
  assert(Number(refused.headers.get("retry-after")) > 0);
  await large.text();
  assertEquals((await post("application/json", '{"customers":[{"name":"K"}]}')).status, 200);
});

/** After the first part of its answer a caller reads no more. */
const readOnce = async (type: keyof typeof bodies) => {
  const post = setUp({ HANDLER_MAX_REQUESTS_PER_CALLER: "1" });
  const response = await post(type);
  assertEquals(response.status, 200);
  const reader = response.body?.getReader();
  assert(!(await reader?.read())?.done);
  // The caller has one request under way, until that one ends.
  let next = await post(type);
  assertEquals(next.status, 429);
  while (next.status === 429) {
    await millis(50);
    next = await post(type);
  }
  assertEquals(next.status, 200);
  await next.body?.cancel();
  await assertRejects(
    async () => {
      while (!(await reader?.read())?.done);
    },
    Error,
    notRead,
  );
};

/** A caller on a socket sends more than fits into what is between it and the handler, and reads nothing. */
const readNothing = async (host: string) => {
  const sandbox = await startSandbox();
  const handler = await hosts[host]({ ...passthrough(sandbox.url), HANDLER_BODY_SECONDS: "1" });
  const large = bodies["application/x-ndjson"].repeat(20);
  try {
    const caller = await callRaw(handler.url ?? "");
    const framing = `content-length: ${large.length}`;
    await caller.write(headOf("reads-nothing", "application/x-ndjson", framing));
    const written = caller.write(large).catch(() => {});
    await until(() => handler.log().includes("reads-nothing"));
    caller.leave();
    await written;
    assertEquals(sandbox.routes.requests, []);
  } finally {
    await handler.close();
    await sandbox.close();
  }
};

// They wait for the same four seconds.
Deno.test("a request whose caller does not read ends after four times HANDLER_BODY_SECONDS", () =>
  Promise.all([
    readOnce("application/json"),
    readOnce("application/x-ndjson"),
    readNothing("on deno serve"),
    readNothing("on workerd"),
  ]).then(() => {}));
