/**
 * Calls Thulium over an `HttpClient` that users bring, with whatever was added to it: a proxy, logging, a
 * test's client. The promise is the same as over `fetch`: a request is sent once.
 *
 * - **A request has one attempt.** A client that sends a request again by itself (a retry, a redirect that it
 *   follows) fails at the second attempt instead of sending the customers a second time; `single_use.ts` says how.
 * - **The client must pass the body on as a stream.** A client that reads the body first, for instance to sign it,
 *   is refused before it sends anything.
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
import { type HttpClientError, isHttpClientError } from "effect/http/HttpClientError";
import * as HttpClientRequest from "effect/http/HttpClientRequest";
import type { HttpClientResponse } from "effect/http/HttpClientResponse";
import * as Layer from "effect/Layer";
import * as Option from "effect/Option";
import * as Stream from "effect/Stream";
import * as Tracer from "effect/Tracer";
import { joinBytes } from "../internal/bytes.ts";
import type { CallObservation } from "../outcome/error.ts";
import {
  type ApiAnswer,
  type ApiRequest,
  type Ask,
  countsWithoutBody,
  errorBodyMillis,
  type Refuse,
  refusedBy,
  refusedStatus,
  ThuliumApi,
} from "./api.ts";
import { maxErrorBytes, readErrorForm } from "./error_form.ts";
import { observeFetchFailure } from "./fetch_failure.ts";
import {
  type CustomerLookup,
  type CustomerLookupOptions,
  layerLookup as lookup,
} from "./lookup.ts";
import { type BatchCallOptions, layerBatchCall as batchCall } from "./bare.ts";
import type { BatchCall } from "./service.ts";
import { SingleUse } from "./single_use.ts";

/**
 * A `BatchCall` over the `HttpClient` that is provided. **The client must send a request once, and must not read
 * the body first.** The second attempt of a client that retries, or follows redirects, fails, and its customers
 * are `Unknown`. Leave retries to the policies.
 *
 * The body is a stream, without `Content-Length`. Options for `fetch` (a Deno `client`) are taken from a
 * `FetchHttpClient.RequestInit` around this layer, and not from one around the client's own layer. If Deno's
 * permission for the host is missing, a client over `fetch` fails and nothing was sent, but Deno does not end the
 * program by itself: call `Deno.exit`.
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
 *
 * @example With options from a `Config`
 * ```ts
 * import { OverHttpClient } from "@thulium-effect/batch-customers";
 * import * as Config from "effect/Config";
 * import * as Effect from "effect/Effect";
 * import * as FetchHttpClient from "effect/http/FetchHttpClient";
 * import * as Layer from "effect/Layer";
 *
 * const options = Config.all({
 *   system: Config.String("THULIUM_SYSTEM"),
 *   user: Config.String("THULIUM_USER"),
 *   password: Config.Redacted("THULIUM_PASSWORD"),
 * });
 *
 * const Thulium = Layer.unwrap(Effect.map(options, OverHttpClient.layerBatchCall)).pipe(
 *   Layer.provide(FetchHttpClient.layer),
 * );
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

/** Gives a request up at its deadline. A refusal that came before counts. */
const withinTime = <A>(
  { timeout }: ApiRequest,
  asked: (refuse: Refuse) => Effect.Effect<A, CallObservation>,
): Effect.Effect<A, CallObservation> =>
  Effect.suspend(() => {
    let seen: CallObservation = { at: "deadline" };
    return Effect.timeoutOrElse(asked((refused) => seen = refused), {
      duration: timeout,
      orElse: () => Effect.fail(seen),
    });
  });

type ScopedClient = ReturnType<typeof HttpClient.withScope<HttpClientError, never>>;

const makeAsk = (client: ScopedClient, given: RequestInit): Ask => {
  const init: RequestInit = { ...given, redirect: "manual", keepalive: false };
  return (request) =>
    withinTime(request, (refuse) => {
      const use = new SingleUse(request.body);
      return client.execute(requestOf(request, use)).pipe(
        // A client may turn its failures into defects, and a refused attempt is one.
        Effect.catchDefect((defect) => Effect.fail(defect)),
        Effect.catch((error) => observe(error, use)),
        Effect.flatMap((response) => read(response, request, use, refuse)),
        Effect.catchDefect(() => Effect.fail<CallObservation>({ at: "connection-lost" })),
        Effect.provideService(HttpClient.TracerDisabledWhen, (attempt) => use.begin(attempt)),
        // Otherwise the client would not ask.
        Effect.provideService(Tracer.DisablePropagation, false),
        Effect.scoped,
        Effect.provideService(FetchHttpClient.RequestInit, init),
      );
    });
};

const requestOf = ({ headers, method, url }: ApiRequest, { body }: SingleUse) =>
  HttpClientRequest.make(method)(url, {
    headers,
    ...(body && { body: HttpBody.stream(body, headers["content-type"]) }),
  });

/** Some clients turn a status into an error; its response is still read as an answer. */
const observe = (
  error: unknown,
  use: SingleUse,
): Effect.Effect<HttpClientResponse, CallObservation> => {
  const response = isHttpClientError(error) ? error.response : undefined;
  if (response === undefined || use.isRepeated) return Effect.fail(observeFailure(error, use));
  return refusedStatus(response.status, undefined) === undefined
    ? Effect.fail({ at: "answer", status: response.status, fault: "cut" })
    : Effect.succeed(response);
};

/** All that is known after a second attempt: the first one may have arrived. */
const repeated: CallObservation = { at: "connection-lost", isRepeated: true };

/**
 * What a failure proves: if nothing can have been sent, that; if there was one attempt, what `fetch_failure.ts` says;
 * if there were several, nothing, because the first one may have arrived.
 */
const observeFailure = (error: unknown, use: SingleUse): CallObservation => {
  if (use.isRepeated) return repeated;
  const seen = observeFetchFailure(error);
  return use.isUnsent && seen.at !== "connect" ? { at: "connect", failure: "other" } : seen;
};

/** The text of a 2xx answer, or what another status says. */
const read = (
  response: HttpClientResponse,
  request: ApiRequest,
  use: SingleUse,
  refuse: Refuse,
): Effect.Effect<ApiAnswer, CallObservation> =>
  Effect.suspend(() => {
    // An answer to another attempt says nothing about the first one.
    if (use.isRepeated) return Effect.fail(repeated);
    const { headers, status } = response;
    request.onStatus?.(status);
    const refused = refusedStatus(status, headers["retry-after"]);
    if (refused === undefined) {
      return textOf(response, request.maxAnswerBytes).pipe(
        Effect.mapBoth({
          onSuccess: (text) => ({ status, text }),
          onFailure: (fault): CallObservation => ({ at: "answer", status, fault }),
        }),
      );
    }
    const thulium = Effect.match(textOf(response, maxErrorBytes), {
      onSuccess: readErrorForm,
      onFailure: () => undefined,
    });
    const isCertain = countsWithoutBody(refused, request);
    if (isCertain) refuse(refusedBy(refused, undefined, request));
    const inTime = isCertain
      ? Effect.map(Effect.timeoutOption(thulium, errorBodyMillis), Option.getOrUndefined)
      : thulium;
    return Effect.flatMap(
      inTime,
      (thulium) => Effect.fail(refusedBy(refused, thulium, request)),
    );
  });

const decoder = /* @__PURE__ */ new TextDecoder();

/** The text of a body of at most `maxBytes`. */
const textOf = (
  { stream }: HttpClientResponse,
  maxBytes: number,
): Effect.Effect<string, "cut" | "too-large"> =>
  Effect.suspend(() => {
    const pieces: Array<Uint8Array> = [];
    let length = 0;
    return stream.pipe(
      Stream.mapError(() => "cut" as const),
      Stream.runForEach((piece) => {
        length += piece.length;
        if (length > maxBytes) return Effect.fail("too-large" as const);
        if (piece.length > 0) pieces.push(piece.slice());
        return Effect.void;
      }),
      Effect.map(() => decoder.decode(joinBytes(pieces))),
    );
  });
