/**
 * The policies in the order that makes sense, with one options object.
 *
 * From the outside in, and what goes wrong elsewhere:
 *
 * | policy           | why there                                                                      |
 * |------------------|--------------------------------------------------------------------------------|
 * | `Journal`        | outermost: inside a retry it would take each attempt for a run of its own       |
 * | `Reconcile`      | outside retries: it looks up what is still in doubt in the end, once            |
 * | `Split`          | outside retries: each half has attempts of its own                              |
 * | `Retry`          | outside all that waits for a call: a wait between attempts must hold no permit  |
 * | `CircuitBreaker` | inside retries: sees each attempt, and holds attempts back                      |
 * | `RateLimit`      | inside the breaker: a call that is not made uses up no rate                     |
 * | `Concurrency`    | inside the rate limit: a call that waits for its turn holds no permit           |
 * | `Timeout`        | innermost: measures the call, not the waiting; outside, waiting makes `Unknown` |
 *
 * Every other order is safe, too: customers are not lost and not sent twice. It is only slower, or in
 * doubt more often.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as CircuitBreaker from "./circuit_breaker.ts";
import * as Concurrency from "./concurrency.ts";
import { type Policy, policy, stack } from "./layer.ts";
import * as RateLimit from "./rate_limit.ts";
import * as Retry from "./retry.ts";
import * as Split from "./split.ts";
import * as Timeout from "./timeout.ts";

/** Options of {@linkcode standardPolicies}: each policy's own, or `false` to leave it out. */
export interface StandardOptions {
  /**
   * Halves a batch that is too large.
   *
   * @default splits on 413
   */
  readonly split?: Split.SplitOptions | false | undefined;
  /**
   * Sends again what was surely not created.
   *
   * @default 5 attempts within 2 minutes
   */
  readonly retry?: Retry.RetryOptions | false | undefined;
  /**
   * Stops calling while Thulium is out of order.
   *
   * @default opens for 30 seconds after 5 failures in a row
   */
  readonly circuitBreaker?: CircuitBreaker.CircuitBreakerOptions | false | undefined;
  /**
   * Requests and customers per time.
   *
   * @default no limit
   */
  readonly rateLimit?: RateLimit.RateLimitOptions | undefined;
  /**
   * A fixed number, or one that adapts itself.
   *
   * @default 4 calls at a time
   */
  readonly concurrency?:
    | Concurrency.ConcurrencyOptions
    | { readonly adaptive: Concurrency.AdaptiveConcurrencyOptions }
    | false
    | undefined;
  /**
   * Longest time for one call.
   *
   * @default 30 seconds a call
   */
  readonly timeout?: Timeout.TimeoutOptions | false | undefined;
}

/**
 * Split, retry, circuit breaker, rate limit, concurrency and timeout. Nothing else is needed. What they
 * count is in memory; to share it between processes, compose by hand with `RateLimit.layerStore` and
 * `CircuitBreaker.layerStore`.
 *
 * @throws {RangeError} If an option of a policy is invalid.
 *
 * @example
 * ```ts
 * import * as Layer from "effect/Layer";
 * import { BatchCall, standardPolicies } from "@thulium-effect/batch-customers";
 *
 * const Thulium = standardPolicies({
 *   retry: { attempts: 8 },
 *   rateLimit: { requests: { limit: 10, per: "1 second" } },
 * }).pipe(Layer.provide(BatchCall.layerConfig()));
 * ```
 */
export const standardPolicies = (options: StandardOptions = {}): Policy =>
  inOrder([
    options.timeout === false ? undefined : Timeout.layer(options.timeout),
    concurrencyOf(options.concurrency),
    options.rateLimit === undefined ? undefined : RateLimit.layer(options.rateLimit),
    options.circuitBreaker === false ? undefined : CircuitBreaker.layer(options.circuitBreaker),
    options.retry === false ? undefined : Retry.layer(options.retry),
    options.split === false ? undefined : Split.layer(options.split),
  ]);

const concurrencyOf = (options: StandardOptions["concurrency"]): Policy | undefined => {
  if (options === false) return undefined;
  return options !== undefined && "adaptive" in options
    ? Concurrency.layerAdaptive(options.adaptive)
    : Concurrency.layer(options);
};

const through: Policy = policy((next) => Effect.succeed(next));

/** Innermost first. */
const inOrder = (policies: ReadonlyArray<Policy | undefined>): Policy => {
  const [innermost = through, ...outer] = policies.flatMap((policy) => policy ?? []);
  return stack(innermost, ...outer);
};
