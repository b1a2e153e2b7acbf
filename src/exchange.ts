/**
 * The one HTTP exchange: a batch goes out in one POST, an outcome per customer comes back, or what
 * was observed instead.
 *
 * What must not be changed here without the tests on raw sockets:
 *
 * - **The body is a `Blob`.** Deno's `fetch` sends a POST again, unasked, when a kept-alive connection
 *   is closed under it and the body is text or bytes; that creates customers twice. A `Blob` is read
 *   as a stream, which can't be repeated, and unlike a stream keeps its `Content-Length`, which the
 *   vendor's samples send. Measured over HTTP, in POSTs per second relative to text
 *   (`tests/bench/post_body.ts`): stream 1.11, Blob 0.89, and text with a connection per POST 0.64. Against any real server all but the last
 *   vanish in the time it takes to add customers; the last also pays a TLS handshake per POST.
 * - **Redirects are not followed** (`fixed_client.ts`). Neither the password nor the customers go to
 *   another origin, and a followed redirect would be a second POST.
 * - **No connection is kept alive on Bun** (`fixed_client.ts`), for the same reason as the `Blob`.
 * - **Every path ends the request.** The scope aborts it when the effect ends, whichever way.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Headers from "effect/http/Headers";
import * as HttpBody from "effect/http/HttpBody";
import * as HttpClient from "effect/http/HttpClient";
import type * as HttpClientError from "effect/http/HttpClientError";
import * as HttpClientRequest from "effect/http/HttpClientRequest";
import * as HttpClientResponse from "effect/http/HttpClientResponse";
import * as HttpTraceContext from "effect/http/HttpTraceContext";
import type * as Duration from "effect/Duration";
import * as Option from "effect/Option";
import * as Result from "effect/Result";
import { readAnswer } from "./answer.ts";
import { beforeCall, stopOnAuth } from "./import_run.ts";
import { type Batch, bodyOf } from "./batch.ts";
import { type BatchError, batchErrorOf, type CallObservation } from "./batch_error.ts";
import { type Connection, requestTo } from "./connection.ts";
import { observeFetchFailure } from "./fetch_failure.ts";
import { inDoubt, LookupOnly } from "./lookup_only.ts";
import type { Outcome } from "./outcome.ts";
import { readText } from "./read_text.ts";
import { observeCall, observeStatus } from "./telemetry.ts";

/** What one exchange may take. */
export interface ExchangeLimits {
  readonly timeout: Duration.Duration;
  readonly maxAnswerBytes: number;
}

/** Sends batches over the given client. */
export const makeExchange = (
  client: HttpClient.HttpClient,
  connection: Connection,
  { maxAnswerBytes, timeout }: ExchangeLimits,
): (batch: Batch) => Effect.Effect<ReadonlyArray<Outcome>, BatchError> => {
  const scopedClient = HttpClient.withScope(client);
  const execute = (request: HttpClientRequest.HttpClientRequest) =>
    Effect.flatMap(traced(request), scopedClient.execute);
  const post = requestTo(connection)("POST", "batch/customers");

  const exchange = (batch: Batch, requestId: string) =>
    execute(withBatch(post, batch, requestId)).pipe(
      Effect.mapError(observeSendFailure),
      Effect.tap(({ status }) => observeStatus(status)),
      Effect.flatMap((response) => readResponse(response, maxAnswerBytes)),
      Effect.flatMap(({ status, text }) =>
        Effect.fromResult(Result.mapError(
          readAnswer(text, batch.items.length),
          (fault): CallObservation => ({ at: "answer", status, fault }),
        ))
      ),
      Effect.scoped,
      Effect.timeoutOrElse({
        duration: timeout,
        orElse: () => Effect.fail<CallObservation>({ at: "deadline" }),
      }),
      Effect.mapError((observation) => batchErrorOf(observation, requestId)),
    );

  const sendOnce = (batch: Batch) =>
    Effect.suspend(() => {
      const requestId = crypto.randomUUID();
      const call = observeCall(batch, requestId, exchange(batch, requestId));
      return Effect.andThen(beforeCall, Effect.tapError(call, stopOnAuth));
    });

  return (batch) =>
    Effect.flatMap(
      LookupOnly,
      (lookupOnly) => lookupOnly ? Effect.succeed(batch.items.map(() => inDoubt)) : sendOnce(batch),
    );
};

const withBatch = (
  request: HttpClientRequest.HttpClientRequest,
  batch: Batch,
  requestId: string,
): HttpClientRequest.HttpClientRequest =>
  request.pipe(
    HttpClientRequest.setHeader("x-request-id", requestId),
    HttpClientRequest.setBody(
      HttpBody.raw(new Blob([bodyOf(batch)]), { contentType: "application/json; charset=utf-8" }),
    ),
  );

/** Hands the trace on, with the call's own span as the parent: the client's would be a second one. */
const traced = (request: HttpClientRequest.HttpClientRequest) =>
  Effect.match(Effect.currentSpan, {
    onFailure: () => request,
    onSuccess: (span) => HttpClientRequest.setHeaders(request, HttpTraceContext.toHeaders(span)),
  });

const observeSendFailure = ({ cause }: HttpClientError.HttpClientError): CallObservation =>
  observeFetchFailure(cause);

const readResponse = (
  response: HttpClientResponse.HttpClientResponse,
  maxBytes: number,
): Effect.Effect<{ readonly status: number; readonly text: string }, CallObservation> => {
  const { headers, status } = response;
  if (status < 200 || status >= 300) {
    const retryAfter = Result.getOrUndefined(Headers.parseRetryAfter(headers["retry-after"] ?? ""));
    return Effect.fail({ at: "status", status, retryAfter });
  }
  const web = Option.getOrUndefined(HttpClientResponse.toWeb(response));
  const isShort = Number(headers["content-length"] ?? Infinity) <= maxBytes &&
    headers["content-encoding"] === undefined;
  return Effect.flatMap(
    Effect.promise((signal) =>
      isShort && web !== undefined ? readAtOnce(web) : readText(web?.body, { maxBytes }, signal)
    ),
    (read) =>
      "text" in read ? Effect.succeed({ status, text: read.text }) : Effect.fail<CallObservation>({
        at: "answer",
        status,
        fault: read.fault === "too-large" ? "too-large" : "cut",
      }),
  );
};

/** A body of a length that was announced is read by the runtime itself, which is quicker. */
const readAtOnce = (response: Response): ReturnType<typeof readText> =>
  response.text().then((text) => ({ text }), () => ({ fault: "cut" }));
