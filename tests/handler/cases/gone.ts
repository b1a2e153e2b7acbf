/** Callers that go away: calls under way are finished, and nothing more is sent. */
import { assertEquals, assertMatch } from "../../support/assert.ts";
import {
  type Cases,
  type Given,
  people,
  post,
  posts,
  script,
  until,
  untilLogged,
} from "../given.ts";

/** Whether Thulium gets no more requests. */
const isQuiet = async (given: Given): Promise<boolean> => {
  const before = posts(given);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return posts(given) === before;
};

export const gone: Cases = {
  "sends nothing more when the caller of a stream goes away": async (given) => {
    const abort = new AbortController();
    const encoder = new TextEncoder();
    let more = true;
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (more) controller.enqueue(encoder.encode('{"surname":"K"}\n'.repeat(100)));
      },
      cancel: () => {
        more = false;
      },
    });
    const type = { "content-type": "application/x-ndjson" };
    const headers = { ...type, "x-request-id": "goes-away" };
    const response = await post(given, body, headers, { signal: abort.signal });
    await response.body?.getReader().read();
    abort.abort();
    more = false;
    await until(() => isQuiet(given));
    await untilLogged(given, "goes-away");
    // The calls that had started were finished.
    const counted =
      /"goes-away".*"created":(\d+),"updated":0,"unchanged":0,"rejected":0,"unknown":0/.exec(
        given.handler.log(),
      );
    assertEquals(Number(counted?.[1]), given.thulium.customers.length);
  },
  "sends nothing when the caller of a stream goes away before the answer begins": async (given) => {
    if (given.host !== "in memory") return;
    const abort = new AbortController();
    const type = { "content-type": "application/x-ndjson", "x-request-id": "early-gone" };
    const { promise: asksForMore, resolve } = Promise.withResolvers<void>();
    const row = new TextEncoder().encode('{"surname":"K"}\n');
    let isFirst = true;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (!isFirst) return resolve();
        isFirst = false;
        controller.enqueue(row);
      },
    }, { highWaterMark: 0 });
    const response = post(given, body, type, { signal: abort.signal });
    await asksForMore;
    abort.abort();
    await response.then(({ body }) => body?.cancel());
    await untilLogged(given, "early-gone");
    assertMatch(
      given.handler.log(),
      /"early-gone".*"created":0,.*"unknown":0,"not_sent":\d,"status":499/,
    );
    assertEquals(posts(given), 0);
  },
  "stops when the caller of a JSON request goes away": async (given) => {
    // Miniflare does not tell a Worker that a client is gone before the answer has begun.
    if (given.host === "on workerd") return;
    script(given, { kind: "status", status: 429, created: false, retryAfter: "2" });
    const abort = new AbortController();
    const body = JSON.stringify({ customers: people(3) });
    const response = post(given, body, { "x-request-id": "json-gone" }, { signal: abort.signal });
    await until(() => posts(given) === 1);
    abort.abort();
    await response.then(({ body }) => body?.cancel()).catch(() => {});
    // The handler does not wait for the Retry-After.
    await untilLogged(given, "json-gone");
    assertMatch(
      given.handler.log(),
      /"json-gone".*"created":0,"updated":0,"unchanged":0,"rejected":0,"unknown":0,"not_sent":3/,
    );
    assertEquals(posts(given), 1);
  },
};
