/**
 * Calls Thulium over an `HttpClient` that users bring, with whatever was added to it: a proxy, logging, a
 * test's client. The promise is the same as over `fetch`: a request is sent once.
 *
 * - **The body can be read once.** A client that sends a request again by itself (a retry, a redirect that
 *   it follows) fails at the second reading instead of sending the customers a second time.
 * - **Redirects are not followed** where the client is built on `fetch`.
 * - **The client makes no spans of its own** for these requests: they would hold the URL of a lookup, and so
 *   personal data.
 *
 * These are functions and not members of `BatchCall`, because members can't be left out of a bundle.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as HttpBody from "effect/http/HttpBody";
import * as HttpClient from "effect/http/HttpClient";
import type { HttpClientError } from "effect/http/HttpClientError";
import * as HttpClientRequest from "effect/http/HttpClientRequest";
import type { HttpClientResponse } from "effect/http/HttpClientResponse";
import * as Layer from "effect/Layer";
import * as Option from "effect/Option";
import * as Stream from "effect/Stream";
import { joinBytes } from "../internal/bytes.ts";
import type { CallObservation } from "../outcome/error.ts";
import { type ApiAnswer, type ApiRequest, type Ask, refusedStatus, ThuliumApi } from "./api.ts";
import { observeFetchFailure } from "./fetch_failure.ts";
import {
  type CustomerLookup,
  type CustomerLookupOptions,
  layerLookup as lookup,
} from "./lookup.ts";
import { type BatchCall, type BatchCallOptions, layerBatchCall as batchCall } from "./service.ts";

/**
 * A `BatchCall` over the `HttpClient` that is provided. **The client must send a request once.** The second
 * attempt of a client that retries, or follows redirects, fails, and its customers are `Unknown`. Leave
 * retries to the policies.
 *
 * The body is a stream, without `Content-Length`.
 *
 * @throws {TypeError} If the connection's options are missing or wrong.
 * @throws {RangeError} If a limit is not positive and finite.
 *
 * @example
 * ```ts
 * import { OverHttpClient } from "@thulium-effect/batch-customers";
 * import * as FetchHttpClient from "effect/http/FetchHttpClient";
 * import * as Layer from "effect/Layer";
 * import * as Redacted from "effect/Redacted";
 *
 * const Thulium = OverHttpClient.layerBatchCall({
 *   system: "acme",
 *   user: "api_user",
 *   password: Redacted.make("api_pass"),
 * }).pipe(Layer.provide(FetchHttpClient.layer));
 * ```
 */
export const layerBatchCall = (
  options: BatchCallOptions,
): Layer.Layer<BatchCall, never, HttpClient.HttpClient> =>
  Layer.provide(batchCall(options), layerApi);

/**
 * A `CustomerLookup` over the `HttpClient` that is provided.
 *
 * @throws {TypeError} If the connection's options are missing or wrong.
 * @throws {RangeError} If the timeout is not positive and finite.
 */
export const layerLookup = (
  options: CustomerLookupOptions,
): Layer.Layer<CustomerLookup, never, HttpClient.HttpClient> =>
  Layer.provide(lookup(options), layerApi);

/** Made on demand, so that a program that does not use it does not bundle it. */
const layerApi = /* @__PURE__ */ (() =>
  Layer.fresh(
    Layer.effect(
      ThuliumApi,
      Effect.gen(function* () {
        const client = HttpClient.withScope(yield* HttpClient.HttpClient);
        const given = yield* Effect.serviceOption(FetchHttpClient.RequestInit);
        return { ask: makeAsk(client, Option.getOrElse(given, () => ({}))) };
      }),
    ),
  ))();

type ScopedClient = ReturnType<typeof HttpClient.withScope<HttpClientError, never>>;

const makeAsk = (client: ScopedClient, given: RequestInit): Ask => {
  const init: RequestInit = { ...given, redirect: "manual", keepalive: false };
  return (request) =>
    Effect.suspend(() => {
      const body = new BodyOnce(request.body);
      return client.execute(requestOf(request, body)).pipe(
        Effect.mapError((error) => observe(error, body)),
        Effect.flatMap((response) => read(response, request)),
      );
    }).pipe(
      Effect.scoped,
      Effect.provideService(FetchHttpClient.RequestInit, init),
      Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
      Effect.timeoutOrElse({
        duration: request.timeout,
        orElse: () => Effect.fail<CallObservation>({ at: "deadline" }),
      }),
    );
};

const requestOf = ({ headers, method, url }: ApiRequest, body: BodyOnce) =>
  HttpClientRequest.make(method)(url, {
    headers,
    ...(body.stream && { body: HttpBody.stream(body.stream, headers["content-type"]) }),
  });

/** A body that counts how often it is read, and can be read once. */
class BodyOnce {
  /** How often the body was asked for. */
  readings = 0;
  readonly stream: Stream.Stream<Uint8Array, Error> | undefined;

  constructor(body: Blob | undefined) {
    this.stream = body &&
      Stream.suspend(() =>
        ++this.readings > 1
          ? Stream.fail(new Error("the request must be sent only once"))
          : Stream.fromReadableStream({
            evaluate: () => body.stream(),
            onError: () => new Error("the body could not be read"),
          })
      );
  }
}

/**
 * What a failure proves depends on the body: if it was never read, nothing was sent. If it was read once, the
 * signs of `fetch_failure.ts` count. If it was read again, the first attempt may have arrived.
 */
const observe = (error: HttpClientError, body: BodyOnce): CallObservation => {
  const { response } = error;
  if (response !== undefined) {
    return refusedStatus(response.status, response.headers["retry-after"]) ??
      { at: "answer", status: response.status, fault: "cut" };
  }
  const seen = observeFetchFailure(error);
  if (body.stream === undefined || body.readings === 1) return seen;
  if (body.readings > 1) return { at: "connection-lost" };
  return seen.at === "connect" ? seen : { at: "connect", failure: "other" };
};

const decoder = /* @__PURE__ */ new TextDecoder();

/** The text of a 2xx answer. */
const read = (
  { headers, status, stream }: HttpClientResponse,
  { maxAnswerBytes, onStatus }: ApiRequest,
): Effect.Effect<ApiAnswer, CallObservation> =>
  Effect.suspend(() => {
    onStatus?.(status);
    const refused = refusedStatus(status, headers["retry-after"]);
    if (refused !== undefined) return Effect.fail(refused);
    const fail = (fault: "cut" | "too-large") =>
      Effect.fail<CallObservation>({ at: "answer", status, fault });
    const pieces: Array<Uint8Array> = [];
    let length = 0;
    return stream.pipe(
      Stream.catch(() => Stream.fromEffect(fail("cut"))),
      Stream.runForEach((piece) => {
        length += piece.length;
        if (length > maxAnswerBytes) return fail("too-large");
        pieces.push(piece.slice());
        return Effect.void;
      }),
      Effect.map(() => ({ status, text: decoder.decode(joinBytes(pieces)) })),
    );
  });
