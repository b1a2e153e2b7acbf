/**
 * The ways in which a whole batch call fails. Each error says what became of its customers
 * (`delivery`, from the delivery table). Catch errors by tag, and a {@linkcode TransportError} by the
 * tag of its `reason` (`Effect.catchReason`).
 *
 * No error may hold a credential, a body or a customer. That is why none has a `cause`: the runtimes'
 * own errors carry the request, with all customers in it.
 *
 * @module
 */
import * as Data from "effect/Data";
import type { RetryAfter } from "effect/http/Headers";
import type {
  AnswerFault,
  ConnectFailure,
  Delivery,
  Observation,
  StopReason,
  ThuliumError,
} from "./delivery.ts";
import { Outcome } from "./model.ts";

/**
 * Why Thulium could not be reached, or its answer could not be read.
 *
 * - `ConnectFailed`: no connection was made.
 * - `CircuitOpen`: a circuit breaker holds calls back; `retryAfter` says for how long, if known.
 * - `ImportStopped`: the call was not made, because the import was interrupted or reached a limit.
 * - `ConnectionLost`: the connection broke before the answer's headers arrived. So does a client of `OverHttpClient` that
 *   tried to send the request again: nothing is known of its first attempt.
 * - `TimedOut`: the answer was not complete in time.
 * - `RateLimited` (429), `Unavailable` (503): come back later; `retryAfter` is the answer's header. A 503 proves
 *   that nothing was created only if Thulium itself answered, and not a proxy: `delivery` says which.
 * - `Redirected` (3xx): redirects are not followed. The URL is probably wrong.
 * - `ServerFailed`: 408, 424, a 5xx other than 503, or a status that HTTP does not define.
 * - `BadAnswer`: 2xx with a body that can't be read; `fault` says why.
 *
 * `retryAfter` is a `RetryAfter` of `effect/http/Headers`, seconds or a date; `retryAfterDelay` of that module makes a
 * `Duration` of it.
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

/** The fields of every error of a batch call. */
export interface BatchErrorFields {
  /** What became of the customers of the batch. */
  readonly delivery: Delivery;
  /** For people: what happened, and what became of the customers. */
  readonly message: string;
  /** The `x-request-id` of the request, for questions to Thulium; `undefined` if no request was made. */
  readonly requestId?: string | undefined;
  /** What Thulium's own error says, if it answered with one. */
  readonly thulium?: ThuliumError | undefined;
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
  ...(error.thulium === undefined ? {} : { thulium: error.thulium }),
});

/** Thulium refused the credentials (401), or the user may not add or change customers (403). */
export class AuthError extends Data.Error<BatchErrorFields & { readonly status: 401 | 403 }> {
  /** For `Effect.catchTag`. */
  readonly _tag = "AuthError" as const;
  /** The error's name. */
  override readonly name = "AuthError";
  /** The error's own fields, which hold no secrets and no bodies. */
  override toJSON(): object {
    return json(this, { status: this.status });
  }
}

/** Thulium could not be reached, could not answer, or gave an answer that can't be read. */
export class TransportError
  extends Data.Error<BatchErrorFields & { readonly reason: TransportReason }> {
  /** For `Effect.catchTag` and `Effect.catchReason`. */
  readonly _tag = "TransportError" as const;
  /** The error's name. */
  override readonly name = "TransportError";
  /** The error's own fields, which hold no secrets and no bodies. */
  override toJSON(): object {
    return json(this, { reason: this.reason });
  }
}

/** Thulium refused the whole request, for a reason that lies outside of its customers: 400, 404, 413, … */
export class RefusedError extends Data.Error<BatchErrorFields & { readonly status: number }> {
  /** For `Effect.catchTag`. */
  readonly _tag = "RefusedError" as const;
  /** The error's name. */
  override readonly name = "RefusedError";
  /** The error's own fields, which hold no secrets and no bodies. */
  override toJSON(): object {
    return json(this, { status: this.status });
  }
}

/** Every way in which a batch call fails. */
export type BatchError = AuthError | TransportError | RefusedError;

/** An observation of a whole call. A single customer's status is not an error. */
export type CallObservation = Exclude<Observation, { readonly at: "item" }>;

/** What a failed call means for each of its customers. */
export const outcomeOf = (error: BatchError): Outcome =>
  error.delivery === "not-sent" || error.delivery === "refused"
    ? Outcome.notSent(error.message, statusOf(error), error.requestId)
    : Outcome.unknown(error.message, error.requestId);

/** The status with which Thulium answered a whole call, if it did. */
const statusOf = (error: BatchError): number | undefined => {
  if (error._tag !== "TransportError") return error.status;
  return "status" in error.reason ? error.reason.status : undefined;
};
