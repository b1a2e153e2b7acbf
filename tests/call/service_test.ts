import { addCustomers, BatchCall } from "../../mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import * as References from "effect/References";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";
import { batchOf, password } from "../support/customers.ts";
import { it } from "../support/it.ts";
import { httpAnswer, rawServer } from "../support/raw_server.ts";

/** A `fetch` that answers like Thulium and keeps what it was given. */
const recordingFetch = () => {
  const requests: Array<Request> = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    requests.push(new Request(input, init));
    return Promise.resolve(Response.json({ 0: { http_status: 201, customer_id: 13 } }));
  };
  return { requests, fetch: Layer.succeed(FetchHttpClient.Fetch, fetch) };
};

const sendOne = Effect.flatMap(BatchCall, ({ send }) => send(batchOf(1)));

it.effect("credentials go out as Basic authentication in UTF-8", function* () {
  const { fetch, requests } = recordingFetch();
  yield* sendOne.pipe(Effect.provide(
    BatchCall.layer({ system: "acme", user: "użytkownik", password: Redacted.make(password) }).pipe(
      Layer.provide(fetch),
    ),
  ));
  const [{ headers, url }] = requests;
  assertEquals(headers.get("accept"), "application/json");
  assertEquals(url, "https://acme.thulium.com/api/batch/customers");
  const [scheme, credentials] = headers.get("authorization")?.split(" ") ?? [];
  const bytes = Uint8Array.from(atob(credentials), (char) => char.charCodeAt(0));
  assertEquals([scheme, new TextDecoder().decode(bytes)], ["Basic", `użytkownik:${password}`]);
});

it.effect("every POST has an id of its own", function* () {
  const { fetch, requests } = recordingFetch();
  const layer = BatchCall.layer({ system: "acme", user: "u", password: Redacted.make("p") });
  yield* Effect.andThen(sendOne, sendOne).pipe(Effect.provide(Layer.provide(layer, fetch)));
  const ids = requests.map(({ headers }) => headers.get("x-request-id") ?? "");
  assertEquals(new Set(ids).size, 2);
  for (const id of ids) assertMatch(id, /^[0-9a-f-]{36}$/);
});

it.effect("customer_id comes out as text, though Thulium writes a number", function* () {
  const { fetch } = recordingFetch();
  const layer = BatchCall.layer({ system: "acme", user: "u", password: Redacted.make("p") });
  const outcomes = yield* sendOne.pipe(Effect.provide(Layer.provide(layer, fetch)));
  assertEquals(outcomes, [{ _tag: "Created", customerId: "13" }]);
});

it.live("the layer's own fetch is used, whatever other fetch runs in the program", function* () {
  const ours = recordingFetch();
  const others = recordingFetch();
  const layer = BatchCall.layer({ system: "acme", user: "u", password: Redacted.make("p") }).pipe(
    Layer.provide(ours.fetch),
  );
  const otherClient = FetchHttpClient.layer.pipe(Layer.provide(others.fetch));
  yield* sendOne.pipe(Effect.provide(Layer.merge(otherClient, layer)));
  yield* sendOne.pipe(Effect.provide(Layer.merge(layer, otherClient)));
  yield* sendOne.pipe(Effect.provide(layer), Effect.provide(others.fetch));
  yield* Effect.flatMap(BatchCall, ({ send }) => Effect.provide(send(batchOf(1)), others.fetch))
    .pipe(
      Effect.provide(layer),
    );
  assertEquals([ours.requests.length, others.requests.length], [4, 0]);
});

it.effect("a call may take 30 seconds unless told otherwise", function* () {
  const stalled = Layer.succeed(FetchHttpClient.Fetch, () => new Promise<Response>(() => {}));
  const layer = BatchCall.layer({ system: "acme", user: "u", password: Redacted.make("p") });
  const fiber = yield* Effect.forkChild(
    Effect.flip(Effect.provide(sendOne, Layer.provide(layer, stalled))),
  );
  yield* TestClock.adjust("29 seconds");
  assertEquals(fiber.pollUnsafe(), undefined);
  yield* TestClock.adjust("1 second");
  const error = yield* Fiber.join(fiber);
  assert(error._tag === "TransportError" && error.reason._tag === "TimedOut");
  assertMatch(error.requestId ?? "", /^[0-9a-f-]{36}$/);
});

it.live("a redirect is not followed, neither with credentials nor without", function* () {
  const elsewhere = yield* rawServer((write) => write(httpAnswer(200, "{}")));
  const server = yield* rawServer((write) =>
    write(httpAnswer(307, "", `location: ${elsewhere.url}/api/batch/customers\r\n`))
  );
  const layer = BatchCall.layer({ url: server.url, user: "u", password: Redacted.make("p") });
  const error = yield* Effect.flip(Effect.provide(sendOne, layer));
  assertStringIncludes(error.message, "redirect");
  assertEquals(elsewhere.requests.length, 0);
});

it.live("a redirect is not followed even if the caller's fetch options say so", function* () {
  const elsewhere = yield* rawServer((write) => write(httpAnswer(200, "{}")));
  const server = yield* rawServer((write) =>
    write(httpAnswer(307, "", `location: ${elsewhere.url}/\r\n`))
  );
  const follow = Layer.succeed(FetchHttpClient.RequestInit, { redirect: "follow" as const });
  const layer = BatchCall.layer({ url: server.url, user: "u", password: Redacted.make("p") });
  yield* Effect.flip(Effect.provide(sendOne, Layer.provide(layer, follow)));
  assertEquals(elsewhere.requests.length, 0);
});

const retryAfterOf = (header: string) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults({
      script: [{ kind: "status", status: 429, created: false, retryAfter: header }],
    });
    const error = yield* Effect.flip(addCustomers([{ surname: "K" }]));
    assert(error._tag === "TransportError" && error.reason._tag === "RateLimited");
    return error.reason.retryAfter?._tag;
  }).pipe(Effect.provide(Sandbox.layerTest()));

// Bun up to 1.2 repeats a POST on a kept-alive connection; elsewhere this is the default.
it.effect("a call asks for no kept-alive connection, whatever the caller's fetch options say", function* () {
  const seen: Array<boolean | undefined> = [];
  const fetch: typeof globalThis.fetch = (_, init) => {
    seen.push(init?.keepalive);
    return Promise.resolve(new Response("{}"));
  };
  const options = Layer.merge(
    Layer.succeed(FetchHttpClient.Fetch, fetch),
    Layer.succeed(FetchHttpClient.RequestInit, { keepalive: true }),
  );
  const { send } = yield* BatchCall.pipe(
    Effect.provide(BatchCall.layer({
      url: "http://127.0.0.1",
      user: "api_user",
      password: Redacted.make(password),
    })),
    Effect.provide(options),
  );
  yield* send(batchOf(1));
  assertEquals(seen, [false]);
});

it.effect("Retry-After is handed on as seconds or as a date, and dropped when it is neither", function* () {
  assertEquals(yield* retryAfterOf("120"), "Duration");
  assertEquals(yield* retryAfterOf("Fri, 31 Dec 1999 23:59:59 GMT"), "DateTime");
  for (const garbage of ["soon", "-5", "1.5", "2026-01-01", "1e9"]) {
    assertEquals(yield* retryAfterOf(garbage), undefined);
  }
});

it.effect("what a fetch gives that is no readable answer costs the customers' certainty only", function* () {
  const read = new Response("{}", { status: 500 });
  yield* Effect.promise(() => read.text());
  for (const given of [undefined, { status: 200 }, read]) {
    // deno-lint-ignore no-explicit-any -- a program without types can give anything
    const fetch: any = () => Promise.resolve(given);
    const layer = BatchCall.layer({ system: "acme", user: "u", password: Redacted.make("p") });
    const report = yield* addCustomers([{ surname: "K" }]).pipe(
      Effect.provide(Layer.provide(layer, Layer.succeed(FetchHttpClient.Fetch, fetch))),
      Effect.provideService(References.MinimumLogLevel, "None"),
    );
    assertEquals(report.unknown, 1);
  }
});
