/**
 * The policies in the order that works best, with one options object.
 *
 * From the outside in, and why each policy has its place:
 *
 * | policy           | why there                                                                        |
 * |------------------|----------------------------------------------------------------------------------|
 * | `Journal`        | outermost: inside a retry it would take each attempt for a run of its own         |
 * | `Reconcile`      | outside retries: it looks up, once, what is still in doubt after the last attempt |
 * | `Split`          | outside retries: each half has attempts of its own                                |
 * | `Retry`          | outside whatever waits before a call: a wait between attempts must hold no permit |
 * | `CircuitBreaker` | inside retries: it sees each attempt, and holds attempts back                     |
 * | `RateLimit`      | inside the breaker: a call that is not made uses up no rate                       |
 * | `Concurrency`    | inside the rate limit: a call that waits for its turn holds no permit             |
 * | `Timeout`        | innermost: it measures the call, not the waits; outside, a wait makes `Unknown`   |
 *
 * Every other order is safe, too: no customer is lost or sent twice. But the import is slower, or more
 * customers end in doubt.
 *
 * No policy here limits the import as a whole: `Retry` explains what bounds a batch, and the option `deadline`
 * of an import bounds the import.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as CircuitBreaker from "./circuit_breaker/in_memory.ts";
import type { CircuitBreakerOptions } from "./circuit_breaker/options.ts";
import * as Concurrency from "./concurrency/layer.ts";
import { type Policy, policy, stack } from "./layer.ts";
import * as RateLimit from "./rate_limit/in_memory.ts";
import type { RateLimitOptions } from "./rate_limit/options.ts";
import * as Retry from "./retry/layer.ts";
import * as Split from "./split.ts";
import * as Timeout from "./timeout.ts";

/** Options of {@linkcode standardPolicies}: those of each policy, or `false` to leave a policy out. */
export interface StandardOptions {
  /**
   * Halves a batch that is too large.
   *
   * @default splits on 413
   */
  readonly split?: Split.SplitOptions | false | undefined;
  /**
   * Sends customers again that were provably not created.
   *
   * @default 5 attempts, with waits of 2 minutes in all
   */
  readonly retry?: Retry.RetryOptions | false | undefined;
  /**
   * Stops calls while Thulium does not work.
   *
   * @default opens for 30 seconds after 5 failures in a row
   */
  readonly circuitBreaker?: CircuitBreakerOptions | false | undefined;
  /**
   * Limits requests and customers per time.
   *
   * @default no limit
   */
  readonly rateLimit?: RateLimitOptions | undefined;
  /**
   * Limits the calls at a time: to a fixed number, or to one that follows Thulium.
   *
   * @default 4 calls at a time
   */
  readonly concurrency?:
    | Concurrency.ConcurrencyOptions
    | { readonly adaptive: Concurrency.AdaptiveConcurrencyOptions }
    | false
    | undefined;
  /**
   * Ends each call after a time. `BatchCall.layer` has a timeout of its own; this one is for a `BatchCall` that
   * has none, or for a shorter time.
   *
   * @default none
   */
  readonly timeout?: Timeout.TimeoutOptions | undefined;
}

/**
 * `Split`, `Retry`, `CircuitBreaker` and `Concurrency`, with `RateLimit` and `Timeout` if their options are
 * given. They need nothing but the call. Their state is in memory; to share it between processes, stack the
 * policies yourself, with `RateLimit.layerStore` and `CircuitBreaker.layerStore`.
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
 * }).pipe(Layer.provide(BatchCall.layerEnv()));
 * ```
 */
export const standardPolicies = (options: StandardOptions = {}): Policy =>
  inOrder([
    options.timeout && Timeout.layer(options.timeout),
    concurrencyOf(options.concurrency),
    options.rateLimit && RateLimit.layer(options.rateLimit),
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

const through: Policy = /* @__PURE__ */ policy((next) => Effect.succeed(next));

/** Stacks those policies that there are, the innermost one first. */
const inOrder = (policies: ReadonlyArray<Policy | undefined>): Policy => {
  const [innermost = through, ...outer] = policies.flatMap((policy) => policy ?? []);
  return stack(innermost, ...outer);
};
