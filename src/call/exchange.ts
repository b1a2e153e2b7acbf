/**
 * The one HTTP exchange: a batch goes out in one POST, an outcome per customer comes back, or what
 * was observed instead.
 *
 * **The body is a `Blob`**, and must not be changed without the tests on raw sockets. Deno's `fetch` sends a
 * POST again, unasked, when a kept-alive connection is closed under it and the body is text or bytes; that
 * creates customers twice. A `Blob` is read as a stream, which can't be repeated, and unlike a stream keeps
 * its `Content-Length`, which the vendor's samples send. Measured over HTTP, in POSTs per second relative to
 * text (`tests/bench/post_body.ts`): stream 1.11, Blob 0.89, and text with a connection per POST 0.64.
 * Against any real server all but the last vanish in the time it takes to add customers; the last also pays
 * a TLS handshake per POST.
 *
 * @module
 */
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as HttpTraceContext from "effect/http/HttpTraceContext";
import * as Result from "effect/Result";
import { readAnswer } from "./answer.ts";
import { beforeCall, stopOnAuth } from "./run.ts";
import type { Batch } from "../batch/model.ts";
import { bodyOf } from "../batch/body.ts";
import type { BatchError, CallObservation } from "../outcome/error.ts";
import { batchErrorOf } from "../outcome/error_of.ts";
import { type Connection, requestTo } from "./connection.ts";
import { inDoubt, LookupOnly } from "./lookup_only.ts";
import type { Outcome } from "../outcome/model.ts";
import { observeCall, observeStatus } from "./telemetry.ts";
import type { Ask } from "./api.ts";

/** What one exchange may take. */
export interface ExchangeLimits {
  readonly timeout: Duration.Duration;
  readonly maxAnswerBytes: number;
}

/** Sends batches with the given connection. */
export const makeExchange = (
  ask: Ask,
  connection: Connection,
  limits: ExchangeLimits,
): (batch: Batch) => Effect.Effect<ReadonlyArray<Outcome>, BatchError> => {
  const { headers, url } = requestTo(connection, "batch/customers");

  const sendOnce = (batch: Batch) =>
    Effect.suspend(() => {
      const requestId = crypto.randomUUID();
      const call = observeCall(batch, requestId, (span) =>
        ask({
          ...limits,
          method: "POST",
          url,
          headers: {
            ...headers,
            // The trace goes on with the call's own span as the parent.
            ...HttpTraceContext.toHeaders(span),
            "content-type": "application/json; charset=utf-8",
            "x-request-id": requestId,
          },
          body: new Blob([bodyOf(batch)]),
          onStatus: (status) => observeStatus(span, status),
        }).pipe(
          Effect.flatMap(({ status, text }) =>
            Effect.fromResult(Result.mapError(
              readAnswer(text, batch.items.length),
              (fault): CallObservation => ({ at: "answer", status, fault }),
            ))
          ),
          Effect.mapError((observation) => batchErrorOf(observation, requestId)),
        ));
      return Effect.andThen(beforeCall, Effect.tapError(call, stopOnAuth));
    });

  return (batch) =>
    Effect.flatMap(
      LookupOnly,
      (lookupOnly) => lookupOnly ? Effect.succeed(batch.items.map(() => inDoubt)) : sendOnce(batch),
    );
};
