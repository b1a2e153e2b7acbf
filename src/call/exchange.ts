/**
 * The one HTTP exchange: a batch goes out in one POST, or in one PUT if it holds updates, and an outcome per customer
 * comes back, or an error that says what was observed instead. Right before it, whoever has a claim on the customers confirms it.
 *
 * **The body is a `Blob`**, and must not be changed without the tests on raw sockets. Deno's `fetch` repeats a
 * POST by itself when a kept-alive connection is closed and the body is text or bytes, which creates customers
 * twice. Deno reads a `Blob` as a stream, which it can't repeat; unlike a stream, a `Blob` has a
 * `Content-Length`, which the vendor's samples send. (Without the permission for the network Deno gets bytes: see
 * `permission.ts`.)
 *
 * Measured over HTTP, in POSTs per second relative to text (`tests/bench/post_body.ts`): stream 1.11, Blob
 * 0.89, text with a connection per POST 0.64. With a real server the first two differences vanish in the time
 * that it takes to add customers; a connection per POST also costs a TLS handshake each time.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import { readAnswer } from "./answer.ts";
import { sendConfirmed } from "./confirm.ts";
import { noteRequest } from "./last_request.ts";
import { beforeCall } from "./run.ts";
import type { Call, Send } from "./send.ts";
import { traceHeaders } from "./span.ts";
import type { Batch } from "../batch/model.ts";
import { bodyOf } from "../batch/body.ts";
import type { CallObservation } from "../outcome/error.ts";
import { batchErrorOf } from "../outcome/error_of.ts";
import { type Connection, requestTo } from "./connection.ts";
import { observeCall, observeStatus } from "./telemetry.ts";
import type { ApiAnswer, Ask } from "./api.ts";

/** Limits of one exchange, and what its answer counts for. */
export interface ExchangeLimits {
  readonly timeout: Duration.Duration;
  readonly maxAnswerBytes: number;
  readonly trustAny503?: boolean | undefined;
}

/** Sends batches with the given connection. */
export const makeExchange = (
  ask: Ask,
  connection: Connection,
  limits: ExchangeLimits,
): Send => {
  const { headers, url } = requestTo(connection, "batch/customers");
  const common = { ...headers, "content-type": "application/json; charset=utf-8" };

  const sendOnce = (batch: Batch): Call =>
    Effect.flatMap(beforeCall, (run) => {
      const requestId = crypto.randomUUID();
      const { operation } = batch;
      const method = operation === "update" ? "PUT" : "POST";
      const idOf = batch.operation === "update"
        ? (place: number) => String(batch.items[place].customer.customer_id)
        : undefined;
      const outcomesOf = ({ status, text }: ApiAnswer) => {
        const read = readAnswer(text, batch.items.length, requestId, idOf);
        return Result.isSuccess(read)
          ? Effect.succeed(read.success)
          : failure({ at: "answer", status, fault: read.failure });
      };
      const failure = (observation: CallObservation) => {
        const error = batchErrorOf(observation, requestId, operation);
        if (error._tag === "AuthError") run?.stop(error);
        return Effect.fail(error);
      };
      return observeCall(batch, requestId, method, (span, fiber) => {
        noteRequest(requestId, fiber);
        const asked = ask({
          ...limits,
          method,
          url,
          // The server continues the trace.
          headers: { ...common, ...traceHeaders(span, fiber), "x-request-id": requestId },
          body: new Blob([bodyOf(batch)]),
          onStatus: (status) => {
            observeStatus(span, status);
            // At once: no other call may begin while the body of the refusal is read.
            if (status === 401 || status === 403) {
              run?.stop(batchErrorOf({ at: "status", status }, requestId, operation));
            }
          },
        });
        return Effect.matchEffect(asked, { onSuccess: outcomesOf, onFailure: failure });
      });
    });

  return sendConfirmed(sendOnce, Duration.toMillis(limits.timeout));
};
