/**
 * Sends customers again that were provably not created, and no others; and updates, also those in doubt.
 *
 * A call that failed is made again if the delivery table says `not-sent` or `refused` and a later attempt can
 * succeed: no connection, 429, a 503 of Thulium's own, an open circuit. Of a call that was answered, only the customers go out
 * again that Thulium put off one by one (429, 503), under their own indices. Nothing is sent again after a 401
 * or 403, and no customer that may have been created.
 *
 * An update gives the same fields the same values each time, so it is also sent again when its answer was lost, could not
 * be read, or did not name it. After the last attempt it is `Unknown`. If an earlier attempt at it is in doubt, only a
 * success, or that there is no such customer (404), ends the doubt: another refusal says nothing of the earlier attempt.
 *
 * The wait before an attempt is what `Retry-After` asks for. Without it, the wait is drawn between nothing and
 * a limit that doubles (exponential backoff with full jitter), so that many callers do not come back at the
 * same time. A wait that does not fit the limits is not shortened: the customers stay `NotSent`.
 *
 * ## What bounds the whole
 *
 * `attempts` and `maxTotalWait` limit what this policy adds: the calls, and the waits that it makes between
 * them. Waits inside a call have limits of their own and do not count here: the `maxWait` of an inner
 * `RateLimit` and of an inner `CircuitBreaker`, and the call's `timeout`. A wait for a permit of an inner
 * `Concurrency` lasts until the calls before it have ended. So a batch takes at most `attempts` times the
 * longest call with its inner waits, plus `maxTotalWait`. To limit an import as a whole, give it a `deadline`.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { checkDuration, checkInteger } from "../../internal/check_option.ts";
import { type Policy, policy } from "../layer.ts";
import { type RetryLimits, sendWithRetries } from "./attempt.ts";

/** Options of {@linkcode layer}. */
export interface RetryOptions {
  /**
   * The most attempts at a customer, the first one included.
   *
   * @default 5
   */
  readonly attempts?: number | undefined;
  /**
   * The limit of the first wait. It doubles with each attempt.
   *
   * @default "500 millis"
   */
  readonly baseWait?: Duration.Input | undefined;
  /**
   * The longest single wait. A `Retry-After` beyond it ends the attempts.
   *
   * @default "30 seconds"
   */
  readonly maxWait?: Duration.Input | undefined;
  /**
   * The longest time that all waits between the attempts at a batch take together. It does not count the time
   * of the calls, nor what they wait for inside: a rate limit, a permit, a circuit.
   *
   * @default "2 minutes"
   */
  readonly maxTotalWait?: Duration.Input | undefined;
  /**
   * Also send customers again that MAY HAVE BEEN CREATED. This breaks the law "no double": expect customers
   * that exist twice. It is for callers who prefer duplicates to missing customers.
   *
   * @default false
   */
  readonly resendUnknownAndRiskDoubles?: boolean | undefined;
}

const check = (options: RetryOptions): RetryLimits => {
  const { attempts = 5 } = options;
  checkInteger("attempts", attempts);
  const millis = (option: string, value: Duration.Input) =>
    Duration.toMillis(checkDuration(option, value));
  return {
    attempts,
    baseMillis: millis("baseWait", options.baseWait ?? "500 millis"),
    maxMillis: millis("maxWait", options.maxWait ?? "30 seconds"),
    maxTotalMillis: millis("maxTotalWait", options.maxTotalWait ?? "2 minutes"),
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
 * const Thulium = Retry.layer({ attempts: 8, maxTotalWait: "10 minutes" }).pipe(
 *   Layer.provide(BatchCall.layerEnv()),
 * );
 * ```
 */
export const layer = (options: RetryOptions = {}): Policy => {
  const limits = check(options);
  return policy((next) => Effect.succeed(sendWithRetries(next, limits)));
};
