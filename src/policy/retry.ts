/**
 * Sends customers again that were provably not created, and no others.
 *
 * A call that failed goes out again when the delivery table says `not-sent` or `refused` and waiting
 * can help: no connection, 429, 503, an open circuit. Of a call that was answered, only the customers
 * go out again that Thulium put off one by one (429, 503), under their own indices. Never after a 401
 * or 403, and never customers that may have been created.
 *
 * The wait is what `Retry-After` asks for; otherwise it is drawn between nothing and a limit that
 * doubles (exponential backoff with full jitter), so that many callers don't come back at once. A wait
 * that does not fit the limits is not cut short but not made at all: the customers stay `NotSent`.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Headers from "effect/http/Headers";
import * as Random from "effect/Random";
import * as Result from "effect/Result";
import { sleepUnlessStopped } from "../call/run.ts";
import type { Batch } from "../batch/model.ts";
import type { Send } from "../call/service.ts";
import type { BatchError } from "../outcome/error.ts";
import { checkDuration, checkInteger } from "../internal/check_option.ts";
import { Outcome } from "../outcome/model.ts";
import { Attempt } from "../call/telemetry.ts";
import type { Call } from "./../call/service.ts";
import { settleOutcomes } from "./../call/settle.ts";
import { type Policy, policy } from "./layer.ts";
import { isPutOff, pick, placesOf, replaceAt } from "./parts.ts";

/** Options of {@linkcode layer}. */
export interface RetryOptions {
  /**
   * Most attempts at a customer, the first one included.
   *
   * @default 5
   */
  readonly attempts?: number | undefined;
  /**
   * Limit of the first wait; it doubles with each attempt.
   *
   * @default "500 millis"
   */
  readonly baseWait?: Duration.Input | undefined;
  /**
   * Longest single wait. A `Retry-After` beyond it ends the attempts.
   *
   * @default "30 seconds"
   */
  readonly maxWait?: Duration.Input | undefined;
  /**
   * Longest time from the first attempt to the beginning of the last one.
   *
   * @default "2 minutes"
   */
  readonly maxTotal?: Duration.Input | undefined;
  /**
   * Also send customers again that MAY HAVE BEEN CREATED. Breaks the law "no double": expect customers
   * that exist twice. For those to whom a gap is worse than a double.
   *
   * @default false
   */
  readonly resendUnknownAndRiskDoubles?: boolean | undefined;
}

interface Limits {
  readonly attempts: number;
  readonly baseMillis: number;
  readonly maxMillis: number;
  readonly totalMillis: number;
  readonly resendUnknown: boolean;
}

const check = (options: RetryOptions): Limits => {
  const { attempts = 5, baseWait = "500 millis", maxTotal = "2 minutes", maxWait = "30 seconds" } =
    options;
  checkInteger("attempts", attempts);
  const millis = (option: string, value: Duration.Input) =>
    Duration.toMillis(checkDuration(option, value));
  return {
    attempts,
    baseMillis: millis("baseWait", baseWait),
    maxMillis: millis("maxWait", maxWait),
    totalMillis: millis("maxTotal", maxTotal),
    resendUnknown: options.resendUnknownAndRiskDoubles === true,
  };
};

/**
 * The policy.
 *
 * @throws {RangeError} If an option is not positive and finite.
 *
 * @example
 * ```ts
 * import * as Layer from "effect/Layer";
 * import { BatchCall, Retry } from "@thulium-effect/batch-customers";
 *
 * const Thulium = Retry.layer({ attempts: 8, maxTotal: "10 minutes" }).pipe(
 *   Layer.provide(BatchCall.layerConfig()),
 * );
 * ```
 */
export const layer = (options: RetryOptions = {}): Policy => {
  const limits = check(options);
  return policy((next) => Effect.succeed((batch) => start(next, batch, limits)));
};

const start = (next: Send, batch: Batch, limits: Limits) =>
  Effect.flatMap(
    Clock.currentTimeMillis,
    (now) => attempt({ next, limits, deadline: now + limits.totalMillis }, batch, 1),
  );

interface Run {
  readonly next: Send;
  readonly limits: Limits;
  /** When the last attempt must have begun. */
  readonly deadline: number;
}

type Answer = Result.Result<ReadonlyArray<Outcome>, BatchError>;

const attempt = (run: Run, batch: Batch, number: number): Call =>
  Effect.flatMap(Effect.result(numbered(run.next(batch), number)), (answer) => {
    const places = placesToResend(answer, batch, run.limits);
    const rest = pick(batch, places);
    if (rest === undefined || number >= run.limits.attempts) return Effect.fromResult(answer);
    return Effect.flatMap(
      waitFor(run, answer, number),
      (wait) =>
        wait === undefined ? Effect.fromResult(answer) : withNext(
          answer,
          places,
          rest,
          Effect.andThen(sleepUnlessStopped(wait), attempt(run, rest, number + 1)),
        ),
    );
  });

/** What became of all customers, with the next attempt at some; what was answered before stays. */
const withNext = (
  answer: Answer,
  places: ReadonlyArray<number>,
  rest: Batch,
  next: Call,
): Call => {
  if (Result.isSuccess(answer)) {
    return Effect.map(settleOutcomes(next, rest), (later) =>
      replaceAt(
        answer.success,
        places,
        later.map((outcome, i) =>
          answer.success[places[i]]._tag === "Unknown" ? afterDoubt(outcome) : outcome
        ),
      ));
  }
  return answer.failure.delivery === "unknown"
    ? Effect.map(settleOutcomes(next, rest), (later) => later.map(afterDoubt))
    : next;
};

/** Where an earlier attempt may have created a customer, only a creation ends the doubt. */
const afterDoubt = (outcome: Outcome): Outcome =>
  outcome._tag === "Created"
    ? outcome
    : Outcome.unknown("an earlier attempt may have created this customer");

const numbered = (call: Call, number: number): Call =>
  Effect.flatMap(Attempt, (outer) => Effect.provideService(call, Attempt, outer + number - 1));

const placesToResend = (
  answer: Answer,
  batch: Batch,
  { resendUnknown }: Limits,
): ReadonlyArray<number> => {
  if (Result.isSuccess(answer)) {
    return placesOf(
      answer.success,
      (outcome) =>
        isPutOff(outcome) ||
        (outcome._tag === "Unknown" && resendUnknown),
    );
  }
  const { _tag, delivery } = answer.failure;
  const isResendable = _tag === "TransportError" && (delivery !== "unknown" || resendUnknown);
  return isResendable ? batch.items.map((_, place) => place) : [];
};

/** How long to wait, in milliseconds; `undefined` when that does not fit the limits. */
const waitFor = (
  { deadline, limits }: Run,
  answer: Answer,
  number: number,
): Effect.Effect<number | undefined> =>
  Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis;
    const asked = Result.isFailure(answer) ? retryAfterMillis(answer.failure, now) : undefined;
    const backoff = Math.min(limits.maxMillis, limits.baseMillis * 2 ** (number - 1));
    const wait = asked ?? (yield* Random.next) * backoff;
    return wait > limits.maxMillis || now + wait > deadline ? undefined : wait;
  });

const retryAfterMillis = (error: BatchError, now: number): number | undefined => {
  if (error._tag !== "TransportError" || !("retryAfter" in error.reason)) return undefined;
  const { retryAfter } = error.reason;
  return retryAfter && Duration.toMillis(Headers.retryAfterDelay(retryAfter, now));
};
