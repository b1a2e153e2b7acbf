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
 * - **The body decides about a 2xx and a 503 only.** Every other status counts without its body, also if that body
 *   stalls: for so long as {@linkcode errorBodyMillis} it is read for what Thulium's own error says.
 *
 * Effect's `HttpClient` (`http_client.ts`) takes more than twice the time, and 16 KB (gzipped) of a bundle.
 *
 * @module
 */
import * as Context from "effect/Context";
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Headers from "effect/http/Headers";
import * as Result from "effect/Result";
import type { ThuliumError } from "../outcome/delivery.ts";
import type { CallObservation } from "../outcome/error.ts";
import { maxErrorBytes, readErrorForm } from "./error_form.ts";
import { observeFetchFailure } from "./fetch_failure.ts";
import { bodyFor } from "./permission.ts";
import { readBytes } from "../internal/bytes.ts";
import { startTimer } from "../internal/timer.ts";

/** A request. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT";
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

type FetchOnce = (request: ApiRequest, signal: AbortSignal) => Promise<Response>;

/** Sends requests with a `fetch`, and with options for it. */
export const makeAsk = (fetch: typeof globalThis.fetch, given: RequestInit): Ask => {
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
  return (request) => askInTime(fetchOnce, request);
};

/** One promise and one timer, because fibers that wait cost more than the request itself. */
const askInTime = (
  fetchOnce: FetchOnce,
  request: ApiRequest,
): Effect.Effect<ApiAnswer, CallObservation> =>
  Effect.withFiber(({ context }) =>
    Effect.callback((resume) => {
      let seen: CallObservation = { at: "deadline" };
      const abort = new AbortController();
      const stopTimer = startTimer(context, request.timeout, () => {
        resume(Effect.fail(seen));
        abort.abort();
      });
      askOnce(fetchOnce, request, abort.signal, (refused) => seen = refused).then((asked) => {
        stopTimer();
        resume(Effect.fromResult(asked));
      }, (defect) => {
        stopTimer();
        resume(Effect.die(defect));
      });
      return Effect.sync(() => {
        stopTimer();
        abort.abort();
      });
    })
  );

/** Takes a refusal that counts from now on, whatever becomes of its body. */
export type Refuse = (refused: CallObservation) => void;

/** For so long the body of a refusal is read whose status alone counts. */
export const errorBodyMillis = 1_000;

/** What an answer's status says; `undefined` for 2xx, where the body says it. */
export const refusedStatus = (
  status: number,
  retryAfter: string | null | undefined,
): Refused | undefined =>
  status >= 200 && status < 300 ? undefined : {
    at: "status",
    status,
    retryAfter: Result.getOrUndefined(Headers.parseRetryAfter(retryAfter ?? "")),
  };

const decoder = new TextDecoder();

type Asked = Result.Result<ApiAnswer, CallObservation>;

/** Rejects only with a defect, such as of a `fetch` that gives what is no readable answer. */
const askOnce = async (
  fetchOnce: FetchOnce,
  request: ApiRequest,
  signal: AbortSignal,
  refuse: Refuse,
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
    const isCertain = countsWithoutBody(refused, request);
    if (isCertain) refuse(refusedBy(refused, undefined, request));
    const thulium = await readError(response, signal, isCertain);
    return Result.fail(refusedBy(refused, thulium, request));
  }
  const read = await readBytes(response, request.maxAnswerBytes, signal);
  return "bytes" in read
    ? Result.succeed({ status, text: decoder.decode(read.bytes) })
    : Result.fail({ at: "answer", status, fault: read.fault });
};

type Refused = CallObservation & { readonly at: "status" };

/** Whether a refusal counts as it is, whatever its body says. */
export const countsWithoutBody = ({ status }: Refused, { trustAny503 }: ApiRequest): boolean =>
  status !== 503 || trustAny503 === true;

/** A refusal with what Thulium's own error says. */
export const refusedBy = (
  refused: Refused,
  thulium: ThuliumError | undefined,
  { trustAny503 = false }: ApiRequest,
): CallObservation => ({
  ...refused,
  fromThulium: refused.status === 503 && (trustAny503 || thulium !== undefined),
  thulium,
});

/** Reads the body of a refusal piece by piece, so that it can be given up before the request if it may. */
const readError = async (
  { body, headers }: Response,
  signal: AbortSignal,
  mayGiveUp: boolean,
): Promise<ThuliumError | undefined> => {
  if (Number(headers.get("content-length")) > maxErrorBytes) {
    body?.cancel().catch(() => {});
    return undefined;
  }
  const timeUp = new AbortController();
  const giveUp = () => timeUp.abort();
  const timer = mayGiveUp ? setTimeout(giveUp, errorBodyMillis) : undefined;
  signal.addEventListener("abort", giveUp, { once: true });
  const read = await readBytes(new Response(body), maxErrorBytes, timeUp.signal);
  signal.removeEventListener("abort", giveUp);
  clearTimeout(timer);
  return "bytes" in read ? readErrorForm(decoder.decode(read.bytes)) : undefined;
};
