/**
 * The ways in which a whole batch call fails. Each error says what became of its customers
 * (`delivery`, out of the delivery table), and holds no credential, no body and no customer: a
 * message for people, a status, a reason. Catch by tag, and a {@linkcode TransportError} by the tag
 * of its `reason` (`Effect.catchReason`).
 *
 * There is no `cause` on purpose: the runtimes' own errors carry the request, with all customers in
 * it.
 *
 * @module
 */
import * as Data from "effect/Data";
import type { RetryAfter } from "effect/http/Headers";
import type { Batch } from "./batch.ts";
import {
  type AnswerFault,
  type ConnectFailure,
  type Delivery,
  deliveryOf,
  type Observation,
  type StopReason,
} from "./delivery.ts";
import { Outcome } from "./outcome.ts";

/**
 * Why Thulium could not be reached, or its answer not be read.
 *
 * - `ConnectFailed`: no connection was made.
 * - `CircuitOpen`: a circuit breaker holds calls back; `retryAfter` says until when, if known.
 * - `ImportStopped`: the call was not made, because the import's time or calls are used up or it was
 *   interrupted.
 * - `ConnectionLost`: the connection broke before the answer's headers were in.
 * - `TimedOut`: the answer was not complete at the deadline.
 * - `RateLimited` (429), `Unavailable` (503): come back later; `retryAfter` is the answer's header.
 * - `Redirected` (3xx): the URL is probably wrong; redirects are not followed.
 * - `ServerFailed`: 5xx other than 503, 408, or a status that HTTP does not know.
 * - `BadAnswer`: 2xx with a body that can't be read; `fault` says why.
 */
export type TransportReason =
  | { readonly _tag: "ConnectFailed"; readonly failure: ConnectFailure }
  | { readonly _tag: "CircuitOpen"; readonly retryAfter?: RetryAfter | undefined }
  | { readonly _tag: "ImportStopped"; readonly why: StopReason }
  | { readonly _tag: "ConnectionLost" }
  | { readonly _tag: "TimedOut" }
  | {
    readonly _tag: "RateLimited";
    readonly status: 429;
    readonly retryAfter?: RetryAfter | undefined;
  }
  | {
    readonly _tag: "Unavailable";
    readonly status: 503;
    readonly retryAfter?: RetryAfter | undefined;
  }
  | { readonly _tag: "Redirected"; readonly status: number }
  | { readonly _tag: "ServerFailed"; readonly status: number }
  | { readonly _tag: "BadAnswer"; readonly status: number; readonly fault: AnswerFault };

/** What every error of a batch call says. */
export interface BatchErrorFields {
  /** What became of the customers of the batch. */
  readonly delivery: Delivery;
  /** What happened and what became of the customers, for people. */
  readonly message: string;
  /** The `x-request-id` of the request, to ask Thulium about; `undefined` if none was made. */
  readonly requestId?: string | undefined;
}

const json = <A extends BatchErrorFields & { readonly _tag: string }>(
  error: A,
  details: object,
): object => ({
  _tag: error._tag,
  message: error.message,
  delivery: error.delivery,
  ...details,
  ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
});

/** Thulium refused the credentials (401) or the user's right to add customers (403). */
export class AuthError extends Data.Error<BatchErrorFields & { readonly status: 401 | 403 }> {
  /** For `Effect.catchTag`. */
  readonly _tag = "AuthError" as const;
  /** The error's name. */
  override readonly name = "AuthError";
  /** Everything but secrets and bodies, of which there are none. */
  override toJSON(): object {
    return json(this, { status: this.status });
  }
}

/** Thulium could not be reached, was not able to answer, or answered what can't be read. */
export class TransportError
  extends Data.Error<BatchErrorFields & { readonly reason: TransportReason }> {
  /** For `Effect.catchTag` and `Effect.catchReason`. */
  readonly _tag = "TransportError" as const;
  /** The error's name. */
  override readonly name = "TransportError";
  /** Everything but secrets and bodies, of which there are none. */
  override toJSON(): object {
    return json(this, { reason: this.reason });
  }
}

/** Thulium refused the whole request, whatever the customers in it hold: 400, 404, 413, … */
export class RefusedError extends Data.Error<BatchErrorFields & { readonly status: number }> {
  /** For `Effect.catchTag`. */
  readonly _tag = "RefusedError" as const;
  /** The error's name. */
  override readonly name = "RefusedError";
  /** Everything but secrets and bodies, of which there are none. */
  override toJSON(): object {
    return json(this, { status: this.status });
  }
}

/** Every way in which a batch call fails. */
export type BatchError = AuthError | TransportError | RefusedError;

/** What was observed of a whole call; a single customer's status is no error. */
export type CallObservation = Exclude<Observation, { readonly at: "item" }>;

const deliveryMessages: { readonly [delivery in Delivery]: string } = {
  "not-sent": "nothing was sent",
  refused: "no customer of this batch was created",
  unknown: "customers of this batch may have been created",
};

const connectMessages: { readonly [failure in ConnectFailure]: string } = {
  refused: "Thulium refused the connection",
  dns: "Thulium's address could not be found (DNS): check the URL",
  tls: "no secure connection to Thulium could be made (TLS, certificate)",
  other: "no connection to Thulium could be made",
};

const stopMessages: { readonly [why in StopReason]: string } = {
  time: "the import's time was over before this call",
  calls: "the import's number of calls was used up before this one",
  interrupted: "the import was interrupted before this call",
};

const answerMessages: { readonly [fault in AnswerFault]: string } = {
  cut: "Thulium's answer broke off",
  "too-large": "Thulium's answer is larger than allowed",
  "not-json": "Thulium's answer is not JSON",
  "wrong-shape": "Thulium's answer is not what the contract promises",
};

const refusedMessages: { readonly [status: number]: string } = {
  404: "there is no such address at Thulium: check the URL",
  413: "the batch is too large for Thulium",
};

const transportReasonOf = (observation: CallObservation): TransportReason => {
  switch (observation.at) {
    case "connect":
      return { _tag: "ConnectFailed", failure: observation.failure };
    case "circuit":
      return { _tag: "CircuitOpen", retryAfter: observation.retryAfter };
    case "stop":
      return { _tag: "ImportStopped", why: observation.why };
    case "connection-lost":
      return { _tag: "ConnectionLost" };
    case "deadline":
      return { _tag: "TimedOut" };
    case "answer":
      return { _tag: "BadAnswer", status: observation.status, fault: observation.fault };
    case "status": {
      const { retryAfter, status } = observation;
      if (status === 429) return { _tag: "RateLimited", status, retryAfter };
      if (status === 503) return { _tag: "Unavailable", status, retryAfter };
      return status >= 300 && status < 400
        ? { _tag: "Redirected", status }
        : { _tag: "ServerFailed", status };
    }
  }
};

const transportMessage = (reason: TransportReason): string => {
  switch (reason._tag) {
    case "ConnectFailed":
      return connectMessages[reason.failure];
    case "CircuitOpen":
      return "no call is made for now, because too many failed (circuit open)";
    case "ImportStopped":
      return stopMessages[reason.why];
    case "ConnectionLost":
      return "the connection to Thulium was lost before it answered";
    case "TimedOut":
      return "Thulium did not answer in time";
    case "RateLimited":
      return "Thulium asks for fewer requests (HTTP 429)";
    case "Unavailable":
      return "Thulium is unavailable (HTTP 503)";
    case "Redirected":
      return `Thulium answered with a redirect (HTTP ${reason.status}), which is not followed: check the URL`;
    case "ServerFailed":
      return `Thulium failed (HTTP ${reason.status})`;
    case "BadAnswer":
      return `${answerMessages[reason.fault]} (HTTP ${reason.status})`;
  }
};

/** The error for what was observed of a call. The only maker of {@linkcode BatchError}s. */
export const batchErrorOf = (observation: CallObservation, requestId?: string): BatchError => {
  const delivery = deliveryOf(observation);
  const fields = (what: string): BatchErrorFields => ({
    delivery,
    message: `${what}; ${deliveryMessages[delivery]}`,
    requestId,
  });
  if (observation.at === "status" && delivery === "refused") {
    const { status } = observation;
    if (status === 401) {
      return new AuthError({
        ...fields("Thulium refused the user or password (HTTP 401)"),
        status,
      });
    }
    if (status === 403) {
      return new AuthError({
        ...fields("Thulium does not let this user add customers (HTTP 403)"),
        status,
      });
    }
    if (status >= 400 && status < 500 && status !== 429) {
      const what = refusedMessages[status] ?? "Thulium refused the whole request";
      return new RefusedError({ ...fields(`${what} (HTTP ${status})`), status });
    }
  }
  const reason = transportReasonOf(observation);
  return new TransportError({ ...fields(transportMessage(reason)), reason });
};

/** What a failed call means for each of its customers. */
export const outcomeOf = (error: BatchError): Outcome =>
  error.delivery === "not-sent" || error.delivery === "refused"
    ? Outcome.notSent(error.message, statusOf(error))
    : Outcome.unknown(error.message);

/** What a failed call means for all customers of its batch. */
export const outcomesOf = (error: BatchError, { items }: Batch): ReadonlyArray<Outcome> => {
  const outcome = outcomeOf(error);
  return items.map(() => outcome);
};

/** The status with which Thulium answered a whole call, if it did. */
const statusOf = (error: BatchError): number | undefined => {
  if (error._tag !== "TransportError") return error.status;
  return "status" in error.reason ? error.reason.status : undefined;
};
