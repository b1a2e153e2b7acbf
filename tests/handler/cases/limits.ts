/** Limits of size, time and calls, each set so low that it is reached. */
import { xlsxType } from "../../../src/handler/negotiation.ts";
import { assert, assertEquals, assertStringIncludes } from "../../support/assert.ts";
import {
  add,
  inParts,
  lines,
  passthrough,
  people,
  post,
  posts,
  refusal,
  script,
  type Suite,
  untilLogged,
} from "../given.ts";

export const withLimits: Suite = {
  env: (url) => ({
    ...passthrough(url),
    HANDLER_MAX_BODY_BYTES: "2000",
    HANDLER_MAX_CUSTOMERS: "10",
    HANDLER_BODY_SECONDS: "1",
    HANDLER_BATCH_SIZE: "1",
    HANDLER_CONCURRENCY: "1",
    HANDLER_MAX_CALLS: "3",
    HANDLER_CALL_SECONDS: "1",
    HANDLER_DEADLINE_SECONDS: "2",
    HANDLER_STREAM_DEADLINE_SECONDS: "2",
    HANDLER_PROFILE: "strict",
  }),
  cases: {
    "refuses a body that is too large": async (given) => {
      const body = JSON.stringify({ customers: [{ surname: "K", note: "x".repeat(3000) }] });
      assertStringIncludes(await refusal(await post(given, body), 413), "2000 bytes");
      const parts = inParts(['{"customers":[', '{"surname":"K"},'.repeat(500)], "stall");
      assertStringIncludes(await refusal(await post(given, parts), 413), "2000 bytes");
    },
    "refuses a workbook that is too large, and gives up one that comes too slowly": async (
      given,
    ) => {
      const type = { "content-type": xlsxType };
      const large = new Uint8Array(3000);
      assertStringIncludes(await refusal(await post(given, large, type), 413), "2000 bytes");
      const parts = inParts(["PK", "x".repeat(3000)], "stall");
      assertStringIncludes(await refusal(await post(given, parts, type), 413), "2000 bytes");
      const slow = await post(given, inParts(["PK"], "stall"), type);
      assertStringIncludes(await refusal(slow, 408), "1 second");
    },
    "refuses too many customers": async (given) => {
      const message = await refusal(
        await post(given, JSON.stringify({ customers: people(11) })),
        413,
      );
      assertStringIncludes(message, "at most 10");
      assertEquals(given.thulium.requests, []);
    },
    "gives up a JSON body that comes too slowly": async (given) => {
      assertStringIncludes(
        await refusal(await post(given, inParts(["{"], "stall")), 408),
        "1 second",
      );
    },
    "gives up a stream that comes too slowly, after answering the rows that came": async (
      given,
    ) => {
      const body = inParts(['{"surname":"A"}\n'], "stall");
      const answers = await lines(
        await post(given, body, { "content-type": "application/x-ndjson" }),
      );
      assertEquals(answers.map(({ http_status }) => http_status), [201, undefined]);
      assertStringIncludes(answers[1].message, "no more of the body came within 1 second");
    },
    "ends a stream whose caller does not read the answers": async (given) => {
      const type = { "content-type": "application/x-ndjson", "x-request-id": "takes-nothing" };
      const body = '{"surname":"K"}\n'.repeat(20_000);
      const response = await post(given, body, type);
      const reader = response.body?.getReader();
      await reader?.read();
      await untilLogged(given, "takes-nothing");
      await reader?.cancel().catch(() => {});
    },
    "makes no more calls than allowed, and answers 503 for the rest": async (given) => {
      const { statuses } = await add(given, people(5));
      assertEquals(statuses.filter((status) => status === 201).length, 3);
      assertEquals(statuses.filter((status) => status === 503).length, 2);
      assertEquals(posts(given), 3);
    },
    "answers in time when Thulium does not": async (given) => {
      script(given, ...Array(5).fill({ kind: "stall", at: "body", created: true }));
      const began = performance.now();
      const { statuses } = await add(given, people(5));
      assert(performance.now() - began < 5000);
      assertEquals(new Set(statuses), new Set([504, 503]));
    },
    "checks with the strict profile if configured": async (given) => {
      assertEquals((await add(given, [{ surname: "K", nip: "1234567890" }])).statuses, [400]);
    },
  },
};
