/** A proxy before Thulium that answers for a server which did the work: no customer may be sent again. */
import {
  addCustomers,
  BatchCall,
  type BatchCallOptions,
  CircuitBreaker,
  OverHttpClient,
  stack,
  standardPolicies,
} from "../../mod.ts";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import { assert, assertEquals } from "../support/assert.ts";
import { batchOf, password } from "../support/customers.ts";
import { it } from "../support/it.ts";
import { httpAnswer, rawServer, thuliumError } from "../support/raw_server.ts";

const created = httpAnswer(200, JSON.stringify([{ http_status: 201, customer_id: "13" }]));

/** What Varnish answers when its backend dies. It suggests to try again. */
const proxysPage = httpAnswer(
  503,
  "<!DOCTYPE html><html><body><h1>Error 503 Backend fetch failed</h1></body></html>",
  "content-type: text/html; charset=utf-8\r\nretry-after: 0\r\n",
);

const ofThulium = httpAnswer(503, thuliumError, "retry-after: 0\r\n");

/** A server whose first answer is given, and which creates the customers of all other requests. */
const firstAnswers = (answer: string) =>
  rawServer((write, _, nth) => write(nth === 0 ? answer : created));

const transports = {
  fetch: BatchCall.layer,
  HttpClient: (options: BatchCallOptions) =>
    Layer.provide(OverHttpClient.layerBatchCall(options), FetchHttpClient.layer),
};

for (const [name, layer] of Object.entries(transports)) {
  const optionsOf = (url: string) => ({
    url,
    user: "api_user",
    password: Redacted.make(password),
  });
  const importTo = (url: string, more: Partial<BatchCallOptions> = {}) =>
    Effect.map(
      Effect.provide(
        addCustomers([{ surname: "Kowalska" }]),
        stack(layer({ ...optionsOf(url), ...more }), standardPolicies()),
      ),
      ({ outcomes }) => outcomes.map(({ _tag }) => _tag).join(" "),
    );

  it.live(`${name}: a customer is not sent again after the 503 of a proxy`, function* () {
    const server = yield* firstAnswers(proxysPage);
    assertEquals(yield* importTo(server.url), "Unknown");
    assertEquals(server.requests.length, 1);
  });

  it.live(`${name}: a customer is sent again after a 503 of Thulium itself`, function* () {
    const server = yield* firstAnswers(ofThulium);
    assertEquals(yield* importTo(server.url), "Created");
    assertEquals(server.requests.length, 2);
  });

  it.live(`${name}: a customer is sent again after any 503 if every 503 is trusted`, function* () {
    const server = yield* firstAnswers(proxysPage);
    assertEquals(yield* importTo(server.url, { trustAny503: true }), "Created");
    assertEquals(server.requests.length, 2);
  });

  it.live(`${name}: the 503 of a proxy opens a circuit, for as long as it asks`, function* () {
    const asking = proxysPage.replace("retry-after: 0", "retry-after: 90");
    const server = yield* rawServer((write) => write(asking));
    const through = stack(
      layer(optionsOf(server.url)),
      CircuitBreaker.layer({ opensAt: { failures: 2 } }),
    );
    const reasons = yield* Effect.gen(function* () {
      const { send } = yield* BatchCall;
      const errors = [yield* Effect.flip(send(batchOf(1)))];
      while (errors.length < 3) errors.push(yield* Effect.flip(send(batchOf(1))));
      return errors.map((error) => error._tag === "TransportError" ? error.reason : undefined);
    }).pipe(Effect.provide(through));
    assertEquals(reasons.map((reason) => reason?._tag), [
      "Unavailable",
      "Unavailable",
      "CircuitOpen",
    ]);
    const [, , open] = reasons;
    assert(open?._tag === "CircuitOpen" && open.retryAfter?._tag === "Duration");
    assert(Duration.toSeconds(open.retryAfter.duration) > 60);
    assertEquals(server.requests.length, 2);
  });
}
