/** A transport that users bring keeps the promise: what may have arrived is not sent again. */
import {
  addCustomers,
  BatchCall,
  CustomerLookup,
  OverHttpClient,
  updateCustomers,
} from "../../mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as HttpBody from "effect/http/HttpBody";
import * as HttpClient from "effect/http/HttpClient";
import * as HttpClientRequest from "effect/http/HttpClientRequest";
import { HttpClientError, TransportError } from "effect/http/HttpClientError";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import * as Schedule from "effect/Schedule";
import * as Stream from "effect/Stream";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";
import { batchOf, password } from "../support/customers.ts";
import { it } from "../support/it.ts";
import { httpAnswer, rawServer, thuliumError } from "../support/raw_server.ts";
import { recorder } from "../support/recorder.ts";

type Change = (client: HttpClient.HttpClient) => HttpClient.HttpClient;

const unchanged: Change = (client) => client;

const retrying: Change = (client) =>
  HttpClient.retry(client, { times: 3, schedule: Schedule.spaced("1 millis") });

/** `fetch` as an `HttpClient`, changed as users change theirs. */
const clientWith = (change: Change): Layer.Layer<HttpClient.HttpClient> =>
  Layer.effect(HttpClient.HttpClient, Effect.map(HttpClient.HttpClient, change)).pipe(
    Layer.provide(FetchHttpClient.layer),
  );

const callTo = (url: string, change: Change = unchanged, limits = {}) =>
  OverHttpClient.layerBatchCall({
    url,
    user: "api_user",
    password: Redacted.make(password),
    ...limits,
  }).pipe(Layer.provide(clientWith(change)));

const send = Effect.flatMap(BatchCall, ({ send }) => send(batchOf(2)));

const failureOf = (url: string, change?: Change, limits?: object) =>
  Effect.flip(Effect.provide(send, callTo(url, change, limits)));

const ended = httpAnswer(
  200,
  JSON.stringify({
    0: { http_status: 201, customer_id: 13 },
    1: { http_status: 201, customer_id: "14" },
  }),
);

it.live("a batch goes out as it does over fetch", function* () {
  const server = yield* rawServer((write) => write(ended));
  const outcomes = yield* Effect.provide(send, callTo(server.url));
  assertEquals(outcomes, [
    { _tag: "Created", customerId: "13" },
    { _tag: "Created", customerId: "14" },
  ]);
  const [{ body, head }] = server.requests;
  assertMatch(head, /^POST \/api\/batch\/customers HTTP/);
  assertMatch(head, /^authorization: Basic \S+$/im);
  assertMatch(head, /^content-type: application\/json; charset=utf-8$/im);
  assertMatch(head, /^x-request-id: [0-9a-f-]{36}$/im);
  assertMatch(body, /\{"customers":\[\{"surname":"Żółć-0"\},\{"surname":"Żółć-1"\}\]\}/);
});

it.live("updates go out as PUT, over fetch and over a client", function* () {
  const server = yield* rawServer((write) =>
    write(httpAnswer(200, JSON.stringify({ 0: { http_status: 200, customer_id: "13" } })))
  );
  const connection = { url: server.url, user: "api_user", password: Redacted.make(password) };
  for (const layer of [BatchCall.layer(connection), callTo(server.url)]) {
    const { outcomes } = yield* Effect.provide(
      updateCustomers([{ customer_id: "13", note: "x" }]),
      layer,
    );
    assertEquals(outcomes, [{ _tag: "Updated", customerId: "13" }]);
  }
  for (const { body, head } of server.requests) {
    assertMatch(head, /^PUT \/api\/batch\/customers HTTP/);
    assertMatch(head, /^content-type: application\/json; charset=utf-8$/im);
    assertMatch(body, /\{"customers":\[\{"customer_id":"13","note":"x"\}\]\}/);
  }
  assertEquals(server.requests.length, 2);
});

it.live("a client that retries sends the customers once, and they are in doubt", function* () {
  const server = yield* rawServer((_, close) => close());
  const error = yield* failureOf(server.url, retrying);
  assertEquals(server.requests.length, 1);
  assertEquals(error.delivery, "unknown");
});

it.live("a client that follows redirects does not send the customers elsewhere", function* () {
  const elsewhere = yield* rawServer((write) => write(ended));
  const server = yield* rawServer((write) =>
    write(httpAnswer(307, "", `location: ${elsewhere.url}/api/batch/customers\r\n`))
  );
  const error = yield* failureOf(server.url, (client) => HttpClient.followRedirects(client, 5));
  assertEquals(elsewhere.requests.filter(({ body }) => body.includes("surname")).length, 0);
  assertEquals(error.delivery, "unknown");
});

it.live("the answer of a redirect's target proves nothing about the customers", function* () {
  for (const [redirect, status] of [[303, 404], [302, 401], [301, 429], [302, 503]]) {
    const server = yield* rawServer((write, _, nth) =>
      write(nth === 0 ? httpAnswer(redirect, "", "location: /x\r\n") : httpAnswer(status, "{}"))
    );
    const error = yield* failureOf(server.url, (client) => HttpClient.followRedirects(client, 5));
    assertEquals(error.delivery, "unknown");
    assertEquals(server.requests.length, 1);
  }
});

/** Reads the whole body before it sends the request, as a client does that signs it. */
const buffering: Change = HttpClient.mapRequestEffect((request) =>
  request.body._tag !== "Stream" ? Effect.succeed(request) : Effect.map(
    Effect.orDie(Stream.mkUint8Array(request.body.stream)),
    (bytes) => HttpClientRequest.setBody(request, HttpBody.uint8Array(bytes)),
  )
);

it.live("a client that reads the body first is refused before it sends anything", function* () {
  const changes: ReadonlyArray<Change> = [
    buffering,
    (client) => retrying(buffering(client)),
    (client) => buffering(retrying(client)),
    (client) => HttpClient.followRedirects(buffering(client), 5),
  ];
  for (const change of changes) {
    const server = yield* rawServer((write) => write(ended));
    const error = yield* failureOf(server.url, change);
    assertEquals(error.delivery, "not-sent");
    assertEquals(server.requests.length, 0);
  }
});

it.live("a second attempt proves nothing about the first one", function* () {
  const statuses = yield* rawServer((write, _, nth) =>
    write(httpAnswer(nth === 0 ? 500 : 429, "", "retry-after: 0\r\n"))
  );
  const transient = (client: HttpClient.HttpClient) =>
    HttpClient.retryTransient(client, { times: 2 });
  const error = yield* failureOf(statuses.url, transient);
  assertEquals(error.delivery, "unknown");
  assertStringIncludes(
    error.message,
    "the HttpClient tried to send the request again: remove its retries and redirects; ",
  );
  assertEquals(statuses.requests.length, 1);

  const lost = yield* rawServer((_, close) => {
    lost.refuse();
    close();
  });
  assertEquals((yield* failureOf(lost.url, retrying)).delivery, "unknown");
  assertEquals(lost.requests.length, 1);
});

it.live("a client that dies lets nothing out", function* () {
  const dying: Change = (client) =>
    HttpClient.transformResponse(
      client,
      (response) => Effect.flatMap(response, () => Effect.die(new Error("Kowalska"))),
    );
  const server = yield* rawServer((write) => write(ended));
  const error = yield* failureOf(server.url, dying);
  assert(!JSON.stringify(error).includes("Kowalska"));
});

it.live("a redirect of fetch itself is not followed either", function* () {
  const elsewhere = yield* rawServer((write) => write(ended));
  const server = yield* rawServer((write) =>
    write(httpAnswer(302, "", `location: ${elsewhere.url}/\r\n`))
  );
  const error = yield* failureOf(server.url);
  assert(error._tag === "TransportError" && error.reason._tag === "Redirected");
  assertEquals(elsewhere.requests.length, 0);
});

it.live("a refused connection proves that nothing was sent, also after the client's own retries", function* () {
  const server = yield* rawServer(() => {});
  server.refuse();
  const error = yield* failureOf(server.url);
  assertEquals(error.delivery, "not-sent");
  const retried = yield* failureOf(server.url, retrying);
  assert(retried.delivery !== "refused");
});

it.effect("a client that fails before it reads the body has sent nothing", function* () {
  const failing: Change = () =>
    HttpClient.make((request) =>
      Effect.fail(new HttpClientError({ reason: new TransportError({ request }) }))
    );
  const error = yield* failureOf("http://127.0.0.1", failing);
  assert(error._tag === "TransportError" && error.reason._tag === "ConnectFailed");
  assertEquals(error.delivery, "not-sent");
});

it.live("statuses mean the same whether the client turns them into errors or not", function* () {
  const answers: ReadonlyArray<readonly [number, string]> = [
    [401, "AuthError"],
    [413, "RefusedError"],
    [503, "Unavailable"],
    [500, "ServerFailed"],
  ];
  for (const [status, expected] of answers) {
    const server = yield* rawServer((write) => write(httpAnswer(status, "", "retry-after: 7\r\n")));
    for (const change of [unchanged, HttpClient.filterStatusOk]) {
      const error = yield* failureOf(server.url, change);
      assertEquals(error._tag === "TransportError" ? error.reason._tag : error._tag, expected);
    }
  }
});

it.live("a 503 proves a refusal in Thulium's own form only, unless every 503 is trusted", function* () {
  const answers: ReadonlyArray<readonly [answer: string, delivery: string, trusted: string]> = [
    [httpAnswer(503, thuliumError), "refused", "refused"],
    [httpAnswer(503, "<h1>Backend fetch failed</h1>"), "unknown", "refused"],
    [httpAnswer(503, ""), "unknown", "refused"],
    [httpAnswer(503, thuliumError + " ".repeat(16_384)), "unknown", "refused"],
    [httpAnswer(502, thuliumError), "unknown", "unknown"],
  ];
  for (const [answer, delivery, trusted] of answers) {
    const server = yield* rawServer((write) => write(answer));
    for (const change of [unchanged, HttpClient.filterStatusOk]) {
      assertEquals((yield* failureOf(server.url, change)).delivery, delivery);
      const error = yield* failureOf(server.url, change, { trustAny503: true });
      assertEquals(error.delivery, trusted);
    }
  }
});

it.live("a 503 whose body stalls or is cut leaves the customers in doubt", function* () {
  const part = httpAnswer(503, `${thuliumError} `).slice(0, -1);
  const stalled = yield* rawServer((write) => write(part));
  const late = yield* failureOf(stalled.url, unchanged, { timeout: "50 millis" });
  assertEquals(late.delivery, "unknown");
  const cut = yield* rawServer(async (write, close) => {
    await write(part);
    close();
  });
  assertEquals((yield* failureOf(cut.url)).delivery, "unknown");
});

it.live("an answer that is cut, too large or late leaves the customers in doubt", function* () {
  const cut = yield* rawServer(async (write, close) => {
    await write(`HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n${"{".repeat(20)}`);
    close();
  });
  const large = yield* rawServer((write) => write(ended));
  const silent = yield* rawServer(() => {});
  const reasons = [
    yield* failureOf(cut.url),
    yield* failureOf(large.url, unchanged, { maxAnswerBytes: 10 }),
    yield* failureOf(silent.url, unchanged, { timeout: "50 millis" }),
  ].map((error) => {
    assertEquals(error.delivery, "unknown");
    assert(error._tag === "TransportError");
    return error.reason._tag === "BadAnswer" ? error.reason.fault : error.reason._tag;
  });
  assertEquals(reasons, ["cut", "too-large", "TimedOut"]);
});

it.live("lookups go over the same client, and leave no trace of what was looked for", () =>
  Effect.gen(function* () {
    const { connection } = yield* Sandbox;
    const recorded = recorder();
    const found = yield* recorded.record(
      Effect.gen(function* () {
        yield* addCustomers([{ surname: "Kowalska", identifier: "K-secret" }]);
        const { find } = yield* CustomerLookup;
        return yield* find({ by: "identifier", value: "K-secret" }, 2);
      }).pipe(
        Effect.provide([
          OverHttpClient.layerBatchCall(connection),
          OverHttpClient.layerLookup(connection),
        ]),
        Effect.provide(clientWith(unchanged)),
      ),
    );
    assertEquals(found.map(({ surname }) => surname), ["Kowalska"]);
    assert(!(yield* recorded.text).includes("K-secret"));
  }).pipe(Effect.provide(Sandbox.layerServer())));
