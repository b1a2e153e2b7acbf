/**
 * Limits the requests per time, the customers per time, or both. A call that would exceed the limit waits for
 * its turn.
 *
 * Thulium's page names no limits. This policy is for limits that Thulium tells its users, and for leaving
 * capacity to others. Calls are counted by a token bucket: in memory with {@linkcode layer}, or with
 * {@linkcode layerStore} in any store of Effect's `RateLimiter`, such as Redis for processes that share one
 * limit. If the store fails, calls are not limited and a warning is logged.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as RateLimiter from "effect/persistence/RateLimiter";
import { checkDuration, checkInteger } from "../../internal/check_option.ts";
import type { Policy } from "../layer.ts";
import { type Bucket, pacedPolicy, type Take } from "./paced.ts";
import { takeFromStore } from "./store.ts";
import { TokenBucket } from "./token_bucket.ts";

/** A number per time. */
export interface Rate {
  /** The number. After a pause, that many may also go out at once. */
  readonly limit: number;
  /** The time. */
  readonly per: Duration.Input;
}

/** Options that limit the requests, and perhaps the customers. */
export interface RequestRateOptions {
  /** Requests per time. */
  readonly requests: Rate;
  /**
   * Customers per time. A batch larger than the limit waits for the tokens of all its customers.
   *
   * @default unlimited
   */
  readonly customers?: Rate | undefined;
  /**
   * The longest wait. Customers that would wait longer are `NotSent`.
   *
   * @default "2 minutes"
   */
  readonly maxWait?: Duration.Input | undefined;
  /**
   * The name under which the store counts. Policies with the same name share the limit.
   *
   * @default "thulium"
   */
  readonly key?: string | undefined;
}

/** Options that limit the customers, and perhaps the requests. */
export interface CustomerRateOptions extends Omit<RequestRateOptions, "requests" | "customers"> {
  /**
   * Requests per time.
   *
   * @default unlimited
   */
  readonly requests?: Rate | undefined;
  /** Customers per time. A batch larger than the limit waits for the tokens of all its customers. */
  readonly customers: Rate;
}

/** Options of {@linkcode layer} and {@linkcode layerStore}: `requests`, `customers`, or both are required. */
export type RateLimitOptions = RequestRateOptions | CustomerRateOptions;

/** {@linkcode RateLimitOptions}, checked. */
interface Settings {
  readonly buckets: ReadonlyArray<Bucket>;
  readonly maxMillis: number;
}

const bucket = (key: string, rate: Rate | undefined, tokens: Bucket["tokens"]) => {
  if (rate === undefined) return [];
  checkInteger("limit", rate.limit);
  return [{ key, limit: rate.limit, window: checkDuration("per", rate.per), tokens }];
};

const check = (options: RateLimitOptions): Settings => {
  const { customers, key = "thulium", maxWait = "2 minutes", requests } = options;
  const maxMillis = Duration.toMillis(checkDuration("maxWait", maxWait));
  const buckets = [
    ...bucket(`${key}/requests`, requests, () => 1),
    ...bucket(`${key}/customers`, customers, ({ items }) => items.length),
  ];
  if (buckets.length === 0) {
    throw new RangeError("give a rate: requests, customers, or both");
  }
  return { buckets, maxMillis };
};

/**
 * The policy with its counts in memory.
 *
 * @throws {RangeError} If no rate is given, or an option is not positive and finite.
 */
export const layer = (options: RateLimitOptions): Policy => {
  const { buckets, maxMillis } = check(options);
  return pacedPolicy(maxMillis, Effect.sync(() => takeFromMemory(buckets)));
};

/**
 * The policy with its counts in the `RateLimiterStore` that is provided.
 *
 * @throws {RangeError} If no rate is given, or an option is not positive and finite.
 */
export const layerStore = (options: RateLimitOptions): Policy<RateLimiter.RateLimiterStore> => {
  const { buckets, maxMillis } = check(options);
  return pacedPolicy(
    maxMillis,
    Effect.map(RateLimiter.make, (limiter) => takeFromStore(limiter, buckets)),
  );
};

const takeFromMemory = (rates: ReadonlyArray<Bucket>): Take => {
  const buckets = rates.map(({ limit, tokens, window }) => ({
    tokens,
    bucket: new TokenBucket(limit, Duration.toMillis(window)),
  }));
  return (batch, now) =>
    Effect.sync(() =>
      Math.max(...buckets.map(({ bucket, tokens }) => bucket.take(now, tokens(batch))))
    );
};
