/**
 * One request to Thulium's API, over `fetch`: asked once, answered, or observed to have failed.
 *
 * What must not be changed here without the tests on raw sockets:
 *
 * - **A request is made once.** A body is given as a `Blob`, which Deno can't repeat; see `exchange.ts`.
 * - **Redirects are not followed.** Neither the password nor the customers go to another origin, and a
 *   followed redirect would be a second POST.
 * - **No connection is kept alive on Bun.** `keepalive: false` is the standard's default and changes nothing
 *   elsewhere, but Bun takes it to mean a connection per request. Bun up to 1.2 sends a POST again, unasked
 *   and whatever its body, when a kept-alive connection is closed under it, and then calls it refused if the
 *   second connection is (measured with 1.1.45 and 1.2.23; 1.3.14 and 1.4.5 don't). It costs Bun a TLS
 *   handshake per POST.
 * - **Every path ends the request.** The signal aborts it when the effect ends early, while the answer is
 *   read, too.
 *
 * Effect's `HttpClient` would do the same, in more than twice the time and 16 KB (gzipped) of every bundle.
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
import { observeFetchFailure } from "./fetch_failure.ts";
import { readBytes } from "../internal/bytes.ts";

/** What is asked. */
export interface ApiRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: Blob | undefined;
  /** From the request to the answer's last byte. */
  readonly timeout: Duration.Duration;
  readonly maxAnswerBytes: number;
  /** Is told the answer's status before its body is there. */
  readonly onStatus?: ((status: number) => void) | undefined;
}

/** A 2xx answer. */
export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
}

/** Asks Thulium once. */
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
 * Over the `Fetch` and `RequestInit` around the layer. They are fixed when it is built: whoever calls later,
 * and whichever other `fetch` runs in the program, can't change where customers and password go.
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
  const fetchOnce: FetchOnce = ({ body, headers, method, url }, signal) =>
    fetch(url, {
      ...given,
      method,
      headers: { ...givenHeaders, ...headers },
      body,
      redirect: "manual",
      keepalive: false,
      signal,
    });
  return (request) =>
    Effect.promise((signal) => askOnce(fetchOnce, request, signal)).pipe(
      Effect.flatMap(Effect.fromResult),
      Effect.timeoutOrElse({
        duration: request.timeout,
        orElse: () => Effect.fail<CallObservation>({ at: "deadline" }),
      }),
    );
};

const decoder = new TextDecoder();

type Asked = Result.Result<ApiAnswer, CallObservation>;

/** Never rejects. One promise for all of it: a fiber that waits costs more than the request. */
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
  if (status < 200 || status >= 300) {
    response.body?.cancel().catch(() => {});
    const retryAfter = Result.getOrUndefined(
      Headers.parseRetryAfter(headers.get("retry-after") ?? ""),
    );
    return Result.fail({ at: "status", status, retryAfter });
  }
  const read = await readBytes(response, request.maxAnswerBytes, signal);
  return "bytes" in read
    ? Result.succeed({ status, text: decoder.decode(read.bytes) })
    : Result.fail({ at: "answer", status, fault: read.fault });
};
