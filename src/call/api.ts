/**
 * One request to Thulium's API over `fetch`: sent once, and then answered or observed to have failed.
 *
 * These must not be changed without the tests on raw sockets:
 *
 * - **A request is sent once.** The body is a `Blob`, which Deno can't repeat; see `exchange.ts`.
 * - **Redirects are not followed.** The password and the customers must not reach another origin, and a
 *   followed redirect would be a second POST.
 * - **No connection is kept alive on Bun.** `keepalive: false` is the standard's default and changes nothing
 *   elsewhere, but Bun then uses a connection per request. Bun up to 1.2 repeats a POST, whatever its body,
 *   when a kept-alive connection is closed while it is used, and reports "refused" if the second connection
 *   is refused (measured with 1.1.45 and 1.2.23; 1.3.14 and 1.4.5 do not). This costs Bun a TLS handshake
 *   per POST.
 * - **Every path ends the request.** The signal aborts it when the effect ends early, also while the answer
 *   is being read.
 * - **The body is read of a 2xx and of a 503 only.** Every other status counts without its body, also if that body
 *   stalls.
 *
 * Effect's `HttpClient` (`http_client.ts`) takes more than twice the time, and 16 KB (gzipped) of a bundle.
 *
 * @module
 */
import * as Context from "effect/Context";
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Headers from "effect/http/Headers";
import * as Layer from "effect/Layer";
import * as Option from "effect/Option";
import * as Result from "effect/Result";
import type { CallObservation } from "../outcome/error.ts";
import { isErrorForm, maxErrorBytes } from "./error_form.ts";
import { observeFetchFailure } from "./fetch_failure.ts";
import { bodyFor } from "./permission.ts";
import { readBytes } from "../internal/bytes.ts";

/** A request. */
export interface ApiRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: Blob | undefined;
  /** Longest time from the request to the last byte of the answer. */
  readonly timeout: Duration.Duration;
  readonly maxAnswerBytes: number;
  /** Whether a 503 in any form counts as Thulium's own. */
  readonly trustAny503?: boolean | undefined;
  /** Receives the status of the answer, before the body is read. */
  readonly onStatus?: ((status: number) => void) | undefined;
}

/** A 2xx answer. */
export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
}

/** Sends a request once. */
export type Ask = (request: ApiRequest) => Effect.Effect<ApiAnswer, CallObservation>;

/** The way to Thulium's API. */
export interface ThuliumApi {
  readonly ask: Ask;
}

/** The service. */
export const ThuliumApi: Context.Service<ThuliumApi, ThuliumApi> = Context.Service<ThuliumApi>(
  "@thulium-effect/batch-customers/ThuliumApi",
);

type Fetch = typeof globalThis.fetch;

/**
 * Over the `Fetch` and `RequestInit` around the layer. They are fixed when the layer is built: no later
 * caller, and no other `fetch` in the program, can change where customers and password go.
 */
export const layerThuliumApi: Layer.Layer<ThuliumApi> = Layer.fresh(
  Layer.effect(
    ThuliumApi,
    Effect.gen(function* () {
      const fetch = yield* FetchHttpClient.Fetch;
      const given = yield* Effect.serviceOption(FetchHttpClient.RequestInit);
      return { ask: makeAsk(fetch, Option.getOrElse(given, () => ({}))) };
    }),
  ),
);

type FetchOnce = (request: ApiRequest, signal: AbortSignal) => Promise<Response>;

const makeAsk = (fetch: Fetch, given: RequestInit): Ask => {
  const givenHeaders = Object.fromEntries(new globalThis.Headers(given.headers));
  let isPermitted = false;
  const fetchOnce: FetchOnce = async ({ body, headers, method, url }, signal) => {
    const response = await fetch(url, {
      ...given,
      method,
      headers: { ...givenHeaders, ...headers },
      body: isPermitted ? body : await bodyFor(url, body),
      redirect: "manual",
      keepalive: false,
      signal,
    });
    isPermitted = true;
    return response;
  };
  return (request) =>
    Effect.promise((signal) => askOnce(fetchOnce, request, signal)).pipe(
      Effect.flatMap(Effect.fromResult),
      withinTime(request),
    );
};

/** Gives a request up at its deadline. */
export const withinTime = (
  { timeout }: ApiRequest,
): <A>(asked: Effect.Effect<A, CallObservation>) => Effect.Effect<A, CallObservation> =>
  Effect.timeoutOrElse({
    duration: timeout,
    orElse: () => Effect.fail<CallObservation>({ at: "deadline" }),
  });

/** What an answer's status says; `undefined` for 2xx, where the body says it. */
export const refusedStatus = (
  status: number,
  retryAfter: string | null | undefined,
): CallObservation & { readonly at: "status" } | undefined =>
  status >= 200 && status < 300 ? undefined : {
    at: "status",
    status,
    retryAfter: Result.getOrUndefined(Headers.parseRetryAfter(retryAfter ?? "")),
  };

const decoder = new TextDecoder();

type Asked = Result.Result<ApiAnswer, CallObservation>;

/** Never rejects. It is one promise, because a fiber that waits costs more than the request itself. */
const askOnce = async (
  fetchOnce: FetchOnce,
  request: ApiRequest,
  signal: AbortSignal,
): Promise<Asked> => {
  let response: Response;
  try {
    response = await fetchOnce(request, signal);
  } catch (thrown) {
    return Result.fail(observeFetchFailure(thrown));
  }
  const { headers, status } = response;
  request.onStatus?.(status);
  const refused = refusedStatus(status, headers.get("retry-after"));
  if (refused !== undefined) {
    const fromThulium = status === 503 &&
      (request.trustAny503 === true || await hasErrorForm(response, signal));
    response.body?.cancel().catch(() => {});
    return Result.fail({ ...refused, fromThulium });
  }
  const read = await readBytes(response, request.maxAnswerBytes, signal);
  return "bytes" in read
    ? Result.succeed({ status, text: decoder.decode(read.bytes) })
    : Result.fail({ at: "answer", status, fault: read.fault });
};

const hasErrorForm = async (response: Response, signal: AbortSignal): Promise<boolean> => {
  const read = await readBytes(response, maxErrorBytes, signal);
  return "bytes" in read && isErrorForm(decoder.decode(read.bytes));
};
