import { batchErrorOf, type CallObservation } from "../../src/policy/mod.ts";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { assert, assertEquals, assertInstanceOf } from "../support/assert.ts";
import { it } from "../support/it.ts";

const failing = (observation: CallObservation) => Effect.fail(batchErrorOf(observation));

it.effect("errors are caught by tag", function* () {
  const caught = (observation: CallObservation) =>
    failing(observation).pipe(Effect.catchTags({
      AuthError: ({ status }) => Effect.succeed(`auth ${status}`),
      RefusedError: ({ status }) => Effect.succeed(`refused ${status}`),
      TransportError: ({ reason }) => Effect.succeed(`transport ${reason._tag}`),
    }));
  assertEquals(yield* caught({ at: "status", status: 401 }), "auth 401");
  assertEquals(yield* caught({ at: "status", status: 413 }), "refused 413");
  assertEquals(yield* caught({ at: "deadline" }), "transport TimedOut");
});

it.effect("a transport error is caught by its reason", function* () {
  const retryAfter = { _tag: "Duration", duration: Duration.seconds(7) } as const;
  const seconds = yield* failing({ at: "status", status: 429, retryAfter }).pipe(
    Effect.catchReason(
      "TransportError",
      "RateLimited",
      ({ retryAfter }) =>
        Effect.succeed(
          retryAfter?._tag === "Duration" ? Duration.toSeconds(retryAfter.duration) : 0,
        ),
    ),
  );
  assertEquals(seconds, 7);
});

Deno.test("an error tells a person what happened and what became of the customers", () => {
  const messages = ([
    { at: "connect", failure: "dns" },
    { at: "connect", failure: "not-allowed" },
    { at: "connect", failure: "blocked-port" },
    { at: "deadline" },
    { at: "status", status: 401 },
    { at: "status", status: 404 },
    { at: "status", status: 429 },
    { at: "status", status: 503, fromThulium: true },
    { at: "status", status: 503 },
    { at: "status", status: 302 },
    { at: "answer", status: 200, fault: "not-json" },
  ] as const).map((observation) => batchErrorOf(observation).message);
  assertEquals(messages, [
    "Thulium's address could not be found (DNS): check the URL; nothing was sent",
    "this program may not connect to Thulium: allow the host with --allow-net; nothing was sent",
    "fetch blocks the port of Thulium's URL: use another port; nothing was sent",
    "Thulium did not answer in time; customers of this batch may have been created",
    "Thulium refused the user or password (HTTP 401); no customer of this batch was created",
    "there is no such address at Thulium: check the URL (HTTP 404); no customer of this batch was created",
    "Thulium asks for fewer requests (HTTP 429); no customer of this batch was created",
    "Thulium is unavailable (HTTP 503); no customer of this batch was created",
    "a proxy before Thulium says that it is unavailable (HTTP 503); customers of this batch may have been created",
    "Thulium answered with a redirect, which is not followed: check the URL (HTTP 302); customers of this batch may have been created",
    "Thulium's answer is not JSON (HTTP 200); customers of this batch may have been created",
  ]);
});

Deno.test("an error turns into JSON whole, and into an Error with a name and a stack", () => {
  const error = batchErrorOf({ at: "answer", status: 200, fault: "cut" }, "id-1");
  assertInstanceOf(error, Error);
  assertEquals(JSON.parse(JSON.stringify(error)), {
    _tag: "TransportError",
    message: error.message,
    delivery: "unknown",
    reason: { _tag: "BadAnswer", status: 200, fault: "cut" },
    requestId: "id-1",
  });
  assert(error.stack?.startsWith("TransportError"));
  for (const [status, _tag] of [[401, "AuthError"], [413, "RefusedError"]] as const) {
    const error = batchErrorOf({ at: "status", status });
    const { message } = error;
    assertEquals(JSON.parse(JSON.stringify(error)), { _tag, message, delivery: "refused", status });
  }
});
