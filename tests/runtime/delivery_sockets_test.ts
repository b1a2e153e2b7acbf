/** The rows of the delivery table, each produced with real sockets, as far as Deno can produce it. */
import type { BatchError, Delivery, Outcome } from "../../mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Result from "effect/Result";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { batchOf, sendTo } from "../support/customers.ts";
import { it } from "../support/it.ts";
import {
  type Behaviour,
  httpAnswer,
  type RawServer,
  rawServer,
  thuliumError,
} from "../support/raw_server.ts";
import { refusingUrl, serverWithoutTls, untrustedServer } from "../support/unreachable.ts";

/** An error in one line: tag, reason, delivery. */
const summary = (error: BatchError): string => {
  const what = error._tag === "TransportError"
    ? [
      error.reason._tag,
      "fault" in error.reason ? error.reason.fault : "",
      "failure" in error.reason ? error.reason.failure : "",
    ]
    : [error._tag];
  return [...what.filter((part) => part !== ""), error.delivery].join(" ");
};

const tags = (outcomes: ReadonlyArray<Outcome>): string =>
  outcomes.map(({ _tag }) => _tag).join(" ");

const observed = (url: string, customers = 3) =>
  Effect.gen(function* () {
    const send = yield* sendTo(url, { timeout: "30 seconds" });
    const result = yield* Effect.result(send(batchOf(customers)));
    return Result.isSuccess(result) ? tags(result.success) : summary(result.failure);
  });

it.live("a refused connection proves that nothing was sent", function* () {
  assertEquals(yield* observed(refusingUrl()), "ConnectFailed refused not-sent");
});

it.live("a name that DNS does not know proves that nothing was sent", function* () {
  assertEquals(yield* observed("https://nowhere.invalid"), "ConnectFailed dns not-sent");
});

it.live("a certificate that is not trusted proves that nothing was sent", function* () {
  assertEquals(yield* observed(yield* untrustedServer), "ConnectFailed tls not-sent");
});

it.live("TLS to a server that does not speak TLS proves that nothing was sent", function* () {
  assertEquals(yield* observed(yield* serverWithoutTls), "ConnectFailed tls not-sent");
});

it.live("a port that fetch blocks proves that nothing was sent", function* () {
  assertEquals(yield* observed("http://127.0.0.1:6000"), "ConnectFailed blocked-port not-sent");
});

const created = (count: number) =>
  JSON.stringify(Object.fromEntries(
    Array.from({ length: count }, (_, i) => [i, { http_status: 201, customer_id: `${i + 13}` }]),
  ));
const whole = (status: number, body = "{}", headers?: string): Behaviour => (write) =>
  write(httpAnswer(status, body, headers));

const item = { http_status: 201, customer_id: "13" };

const unknown = (what: string): readonly [string, Delivery] => [what, "unknown"];
const refused = (what: string): readonly [string, Delivery] => [what, "refused"];

const rows: ReadonlyArray<
  readonly [name: string, behave: Behaviour, expected: readonly [string, Delivery] | string]
> = [
  ["silence before the headers", () => {}, unknown("TimedOut")],
  ["a connection closed before the headers", (_, close) => close(), unknown("ConnectionLost")],
  ["a connection closed within the headers", async (write, close) => {
    await write("HTTP/1.1 200 OK\r\ncontent-ty");
    close();
  }, unknown("ConnectionLost")],
  ["an answer that is not HTTP", (write) => write("220 hello\r\n\r\n"), unknown("ConnectionLost")],
  ["a connection closed within the body", async (write, close) => {
    await write(httpAnswer(200, created(3)).slice(0, -20));
    close();
  }, unknown("BadAnswer cut")],
  [
    "a body that stalls",
    (write) => write(httpAnswer(200, created(3)).slice(0, -20)),
    unknown("TimedOut"),
  ],
  [
    "204, which has no body",
    (write) => write("HTTP/1.1 204 No Content\r\n\r\n"),
    unknown("BadAnswer not-json"),
  ],
  ["a redirect", whole(302, "", "location: http://127.0.0.1:9/\r\n"), unknown("Redirected")],
  [
    "a redirect that keeps the method",
    whole(307, "", "location: http://127.0.0.1:9/\r\n"),
    unknown("Redirected"),
  ],
  ["400", whole(400), refused("RefusedError")],
  ["401", whole(401), refused("AuthError")],
  ["403", whole(403), refused("AuthError")],
  ["404", whole(404), refused("RefusedError")],
  ["408", whole(408), unknown("ServerFailed")],
  ["413", whole(413), refused("RefusedError")],
  ["422", whole(422), refused("RefusedError")],
  ["424", whole(424), unknown("ServerFailed")],
  ["429", whole(429), refused("RateLimited")],
  ["500", whole(500), unknown("ServerFailed")],
  ["502", whole(502), unknown("ServerFailed")],
  ["503 in Thulium's own form", whole(503, thuliumError), refused("Unavailable")],
  [
    "503 in Thulium's own form, in chunks",
    (write) =>
      write(
        "HTTP/1.1 503 Busy\r\ntransfer-encoding: chunked\r\n\r\n" +
          `${thuliumError.length.toString(16)}\r\n${thuliumError}\r\n0\r\n\r\n`,
      ),
    refused("Unavailable"),
  ],
  [
    "503 with the page of a proxy",
    whole(503, "<h1>Error 503 Backend fetch failed</h1>", "retry-after: 5\r\n"),
    unknown("Unavailable"),
  ],
  ["503 without a body", whole(503, ""), unknown("Unavailable")],
  [
    "503 with a gateway's message",
    whole(503, '{"message":"Service Unavailable","request_id":"7f0c"}'),
    unknown("Unavailable"),
  ],
  ["503 without errors", whole(503, '{"request_id":"7f0c","errors":[]}'), unknown("Unavailable")],
  [
    "503 with errors that are no list",
    whole(503, '{"request_id":"7f0c","errors":{"message":"x"}}'),
    unknown("Unavailable"),
  ],
  [
    "503 without a request_id",
    whole(503, '{"errors":[{"message":"x","code":111111}]}'),
    unknown("Unavailable"),
  ],
  [
    "503 with an empty request_id",
    whole(503, '{"request_id":"","errors":[{"message":"x","code":111111}]}'),
    unknown("Unavailable"),
  ],
  ["503 in Thulium's own form in a list", whole(503, `[${thuliumError}]`), unknown("Unavailable")],
  ["503 in Thulium's own form, cut", async (write, close) => {
    await write(httpAnswer(503, `${thuliumError} `).slice(0, -1));
    close();
  }, unknown("Unavailable")],
  [
    "503 in Thulium's own form, too large",
    whole(503, thuliumError + " ".repeat(16_384)),
    unknown("Unavailable"),
  ],
  [
    "503 whose body stalls",
    (write) => write(httpAnswer(503, thuliumError).slice(0, -1)),
    unknown("TimedOut"),
  ],
  ["499, which proxies answer when the client has gone away", whole(499), unknown("ServerFailed")],
  ["504", whole(504), unknown("ServerFailed")],
  ["599", whole(599), unknown("ServerFailed")],
  ["HTML with 200", whole(200, "<!doctype html><p>Zaloguj"), unknown("BadAnswer not-json")],
  ["JSON that lacks its end", whole(200, created(3).slice(0, -1)), unknown("BadAnswer not-json")],
  ["JSON that is not an object", whole(200, '"ok"'), unknown("BadAnswer wrong-shape")],
  ["null", whole(200, "null"), unknown("BadAnswer wrong-shape")],
  ["a complete answer", whole(200, created(3)), "Created Created Created"],
  ["a complete answer with 201", whole(201, created(3)), "Created Created Created"],
  [
    "an answer as an array",
    whole(200, JSON.stringify([item, item, item])),
    "Created Created Created",
  ],
  [
    "an array that is too short",
    whole(200, JSON.stringify([item])),
    unknown("BadAnswer wrong-shape"),
  ],
  [
    "a key that occurs twice",
    whole(200, '{"0":{"http_status":201,"customer_id":"1"},"0":{"http_status":400},"1":{},"2":{}}'),
    unknown("BadAnswer wrong-shape"),
  ],
  ["an empty object", whole(200, "{}"), "Unknown Unknown Unknown"],
  ["a missing key", whole(200, JSON.stringify({ 0: item, 2: item })), "Created Unknown Created"],
  [
    "an added key",
    whole(200, JSON.stringify({ 0: item, 1: item, 2: item, 3: item })),
    unknown("BadAnswer wrong-shape"),
  ],
  [
    "a key that is not a position",
    whole(200, JSON.stringify({ 0: item, 1: item, total: 3 })),
    "Created Created Unknown",
  ],
  [
    "keys that count from one",
    whole(200, JSON.stringify({ 1: item, 2: item, 3: item })),
    unknown("BadAnswer wrong-shape"),
  ],
];

for (const [name, behave, expected] of rows) {
  const [what, delivery] = typeof expected === "string" ? [expected, ""] : expected;
  it.effect(`${name}: ${what} ${delivery}`.trimEnd(), function* () {
    const server = yield* rawServer(behave);
    const call = yield* Effect.forkChild(observed(server.url));
    yield* Effect.promise(() => server.behaved);
    if (what === "TimedOut") yield* TestClock.adjust("30 seconds");
    assertEquals(yield* Fiber.join(call), `${what} ${delivery}`.trimEnd());
    assertEquals(server.requests.length, 1);
  });
}

it.live("a POST reaches the server once, even if its kept-alive connection is closed", function* () {
  const server = yield* rawServer((write, close, nth) =>
    nth % 2 === 0 ? write(httpAnswer(200, created(1))) : close()
  );
  const send = yield* sendTo(server.url);
  const seen: Array<string> = [];
  for (let i = 0; i < 6; i++) {
    const result = yield* Effect.result(send(batchOf(1)));
    seen.push(Result.isSuccess(result) ? tags(result.success) : summary(result.failure));
  }
  assertEquals(seen, Array.from({ length: 3 }, () => ["Created", "ConnectionLost unknown"]).flat());
  assertEquals(server.requests.length, 6);
});

it.live("connections are kept alive between batches", function* () {
  const ports = new Set<string>();
  const server = yield* Effect.acquireRelease(
    Effect.sync(() =>
      Deno.serve(
        { hostname: "127.0.0.1", port: 0, onListen: () => {} },
        async (request, { remoteAddr }) => {
          ports.add(`${remoteAddr.port}`);
          await request.text();
          return new Response(created(1));
        },
      )
    ),
    (server) => Effect.promise(() => server.shutdown()),
  );
  const send = yield* sendTo(`http://127.0.0.1:${server.addr.port}`);
  for (let i = 0; i < 5; i++) yield* send(batchOf(1));
  assertEquals(ports.size, 1);
});

/** Waits until the client has closed its connection. It must not wait for its garbage collection. */
const closedSoon = (server: RawServer) =>
  Effect.timeout(Effect.promise(() => server.closed), "5 seconds");

it.live("an interrupted call aborts its request", function* () {
  const server = yield* rawServer(() => {});
  const send = yield* sendTo(server.url);
  yield* Effect.raceFirst(send(batchOf(1)), Effect.promise(() => server.behaved));
  yield* closedSoon(server);
});

it.live("a call that is interrupted while the body stalls aborts its request", function* () {
  const server = yield* rawServer((write) => write(httpAnswer(200, created(3)).slice(0, -20)));
  const send = yield* sendTo(server.url);
  yield* Effect.raceFirst(send(batchOf(3)), Effect.promise(() => server.behaved));
  yield* closedSoon(server);
});

it.live("a call does not wait for the rest of an answer that is larger than allowed", function* () {
  const server = yield* rawServer((write) => write(endless(200, 5000)));
  const send = yield* sendTo(server.url, { maxAnswerBytes: 1000 });
  const error = yield* Effect.flip(send(batchOf(1)));
  assertEquals(summary(error), "BadAnswer too-large unknown");
  yield* closedSoon(server);
});

it.live("an answer in chunks of one byte is read to its end", function* () {
  const text = created(200);
  const chunks = [...text].map((char) => `1\r\n${char}\r\n`).join("");
  const server = yield* rawServer((write) =>
    write(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`)
  );
  const send = yield* sendTo(server.url);
  assertEquals((yield* send(batchOf(200))).length, 200);
});

const endless = (status: number, bytes = 1) =>
  `HTTP/1.1 ${status} Busy\r\ncontent-length: 1000000000\r\n\r\n${"{".repeat(bytes)}`;

it.live("a call waits a second for the body of a refusal whose status says enough", function* () {
  const part = httpAnswer(401, thuliumError).slice(0, -1);
  const server = yield* rawServer((write) => write(part));
  const send = yield* sendTo(server.url);
  const { _tag, thulium } = yield* Effect.flip(send(batchOf(1)));
  assertEquals([_tag, thulium], ["AuthError", undefined]);
  yield* closedSoon(server);
});

it.live("a refusal whose body stalls counts at the deadline", function* () {
  const server = yield* rawServer((write) => write(httpAnswer(401, thuliumError).slice(0, -1)));
  const send = yield* sendTo(server.url, { timeout: "200 millis" });
  assertEquals(summary(yield* Effect.flip(send(batchOf(1)))), "AuthError refused");
  yield* closedSoon(server);
});

it.live("a call does not wait for the body of a refusal that is too large for Thulium's form", function* () {
  for (const [status, expected] of [[429, "RateLimited"], [401, "AuthError"]] as const) {
    const server = yield* rawServer((write) => write(endless(status)));
    const send = yield* sendTo(server.url);
    assertEquals(summary(yield* Effect.flip(send(batchOf(1)))), `${expected} refused`);
    yield* closedSoon(server);
  }
});

it.live("a call does not wait for the rest of a 503 that is too large for Thulium's form", function* () {
  const server = yield* rawServer((write) => write(endless(503, 20_000)));
  const send = yield* sendTo(server.url);
  assertEquals(summary(yield* Effect.flip(send(batchOf(1)))), "Unavailable unknown");
  yield* closedSoon(server);
});

it.live("every 503 proves a refusal for those who ask for it, whatever its body", function* () {
  const server = yield* rawServer((write) => write(endless(503)));
  const send = yield* sendTo(server.url, { trustAny503: true });
  assertEquals(summary(yield* Effect.flip(send(batchOf(1)))), "Unavailable refused");
  yield* closedSoon(server);
});

it.live("the request is the same as in the vendor's samples", function* () {
  const server = yield* rawServer(whole(200, created(2)));
  const send = yield* sendTo(server.url);
  yield* send(batchOf(2));
  const [{ body, head }] = server.requests;
  assertStringIncludes(head, "POST /api/batch/customers HTTP/1.1");
  assertStringIncludes(head, "content-type: application/json; charset=utf-8");
  assertEquals(body, '{"customers":[{"surname":"Żółć-0"},{"surname":"Żółć-1"}]}');
  const length = new TextEncoder().encode(body).length;
  assertStringIncludes(head, `content-length: ${length}`);
  assert(!head.includes("transfer-encoding"));
});
