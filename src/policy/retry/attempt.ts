/**
 * The attempts at a batch: after each one it is decided which customers go out again, and how the next attempt's
 * outcomes join those that are known.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import type { Batch } from "../../batch/model.ts";
import { sleepUnlessStopped } from "../../call/wait.ts";
import type { Call, Send } from "../../call/send.ts";
import { settleOutcomes } from "../../call/settle.ts";
import { recordEvent } from "../../call/events.ts";
import { Attempt, resultOfError } from "../../call/telemetry.ts";
import type { BatchError, TransportError } from "../../outcome/error.ts";
import { type Delivery, maySendAgain, type Operation } from "../../outcome/delivery.ts";
import { Outcome } from "../../outcome/model.ts";
import { isPutOff, pick, placesOf, replaceAt } from "../../call/parts.ts";
import { type Answer, type Backoff, waitAfter } from "./wait.ts";
import { outcomeTexts } from "../../outcome/texts.ts";

/** What limits the attempts at a batch, and the waits between them in milliseconds. */
export interface RetryLimits extends Backoff {
  readonly attempts: number;
  /** The longest time that all waits take together. */
  readonly maxTotalMillis: number;
  readonly resendUnknown: boolean;
}

/** Sends a batch, and sends again those of its customers that need it. */
export const sendWithRetries = (next: Send, limits: RetryLimits): Send => {
  /** `waited` is the sum of the waits between the attempts so far, in milliseconds. */
  const attempt = (batch: Batch, nth: number, waited: number): Call => {
    const goOn = (answer: Answer): Call => {
      const places = placesToResend(answer, batch, limits);
      const rest = pick(batch, places);
      if (rest === undefined || nth >= limits.attempts) return Effect.fromResult(answer);
      return Effect.flatMap(waitAfter(answer, nth, limits), (wait) => {
        const total = waited + wait;
        if (wait > limits.maxMillis || total > limits.maxTotalMillis) {
          return Effect.fromResult(answer);
        }
        const later = record(answer, rest, nth + 1, wait).pipe(
          Effect.andThen(sleepUnlessStopped(wait)),
          Effect.andThen(attempt(rest, nth + 1, total)),
        );
        return Result.isSuccess(answer)
          ? afterAnswer(answer.success, places, rest, later)
          : afterFailure(answer.failure, rest, later);
      });
    };
    return Effect.matchEffect(numbered(next(batch), nth), {
      onFailure: (failure) => goOn(Result.fail(failure)),
      onSuccess: (outcomes) => goOn(Result.succeed(outcomes)),
    });
  };
  return (batch) => attempt(batch, 1, 0);
};

const record = (answer: Answer, { items }: Batch, attempt: number, wait: number) =>
  recordEvent({
    name: "retry",
    label: { result: Result.isSuccess(answer) ? "put_off" : resultOfError(answer.failure) },
    details: { attempt, customers: items.length, wait_ms: Math.round(wait) },
  });

/** Of a failed call all customers go out again, or none; of an answered call, those that were put off. */
const placesToResend = (
  answer: Answer,
  batch: Batch,
  { resendUnknown }: RetryLimits,
): ReadonlyArray<number> => {
  const mayResend = (delivery: Delivery) =>
    resendUnknown || maySendAgain(delivery, batch.operation);
  if (Result.isSuccess(answer)) {
    return placesOf(
      answer.success,
      (outcome) => isPutOff(outcome) || (outcome._tag === "Unknown" && mayResend("unknown")),
    );
  }
  const { failure } = answer;
  const isResendable = failure._tag === "TransportError" && mayHelp(failure) &&
    mayResend(failure.delivery);
  return isResendable ? batch.items.map((_, place) => place) : [];
};

/** A redirect means that the URL is wrong, now and later. A permission that is missing, or a blocked port, stays so. */
const mayHelp = ({ reason }: TransportError): boolean =>
  reason._tag === "ConnectFailed"
    ? reason.failure !== "not-allowed" && reason.failure !== "blocked-port"
    : reason._tag !== "Redirected";

/** What follows a failed call. If its customers may have been created or changed, that doubt stays. */
const afterFailure = ({ delivery, requestId }: BatchError, batch: Batch, later: Call): Call =>
  delivery === "unknown"
    ? Effect.map(
      settleOutcomes(later, batch),
      (outcomes) => outcomes.map((outcome) => afterDoubt(outcome, requestId, batch.operation)),
    )
    : later;

/** What follows an answered call. The outcomes of the customers that do not go out again stay. */
const afterAnswer = (
  outcomes: ReadonlyArray<Outcome>,
  places: ReadonlyArray<number>,
  rest: Batch,
  later: Call,
): Call =>
  Effect.map(settleOutcomes(later, rest), (laterOutcomes) =>
    replaceAt(
      outcomes,
      places,
      laterOutcomes.map((outcome, i) => {
        const before = outcomes[places[i]];
        return before._tag === "Unknown"
          ? afterDoubt(outcome, before.requestId, rest.operation)
          : outcome;
      }),
    ));

/**
 * If an earlier attempt may have created a customer, only a creation ends the doubt. If it may have changed the customer,
 * the same change does, or that there is no such customer.
 */
const afterDoubt = (
  outcome: Outcome,
  requestId: string | undefined,
  operation: Operation,
): Outcome =>
  outcome._tag === "Created" || outcome._tag === "Updated" ||
    operation === "update" && outcome._tag === "Rejected" && outcome.status === 404
    ? outcome
    : Outcome.unknown(earlier[operation], requestId);

const earlier: { readonly [operation in Operation]: string } = {
  add: outcomeTexts.earlierAdd,
  update: outcomeTexts.earlierUpdate,
};

/** Tells the call which attempt it is. A `Retry` outside may have counted attempts before. */
const numbered = (call: Call, nth: number): Call =>
  nth === 1
    ? call
    : Effect.flatMap(Attempt, (outer) => Effect.provideService(call, Attempt, outer + nth - 1));
