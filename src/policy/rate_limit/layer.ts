/**
 * Limits the requests per time, the customers per time, or both. A call that would exceed the limit waits for
 * its turn, first come, first served. A call that would wait longer than `maxWait` is not made and uses up no
 * rate; nor does a call that is given up while it waits.
 *
 * Thulium's page names no limits. This policy is for limits that Thulium tells its users, and for leaving
 * capacity to others. Calls are counted by a token bucket: in memory with {@linkcode layer}, or with
 * {@linkcode layerStore} in any store of Effect's `RateLimiter`, such as Redis for processes that share one
 * limit. If the store fails, calls are not limited and a warning is logged.
 *
 * Do not share the layer between requests on Cloudflare Workers: calls wait for the calls before them, and Workers
 * cancel a request that waits for another request. Make one layer per request.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as RateLimiter from "effect/persistence/RateLimiter";
import { checkDuration, checkInteger } from "../../internal/check_option.ts";
import type { Policy } from "../layer.ts";
import { Line, type PacedRate } from "./line.ts";
import { pacedPolicy } from "./paced.ts";
import { tokensInStore } from "./store.ts";

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
   * The longest wait. Customers that would wait longer are `NotSent`, at once where that is known at once.
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

/**
 * Options that limit the customers, and perhaps the requests.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `maxWait` | "2 minutes" | The longest wait. |
 * | `key` | "thulium" | The name under which the store counts. |
 */
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
  readonly rates: ReadonlyArray<PacedRate>;
  readonly maxMillis: number;
}

const paced = (key: string, rate: Rate | undefined, tokens: PacedRate["tokens"]) => {
  if (rate === undefined) return [];
  checkInteger("limit", rate.limit);
  return [{ key, limit: rate.limit, window: checkDuration("per", rate.per), tokens }];
};

const check = (options: RateLimitOptions): Settings => {
  const { customers, key = "thulium", maxWait = "2 minutes", requests } = options;
  const maxMillis = Duration.toMillis(checkDuration("maxWait", maxWait));
  const rates = [
    ...paced(`${key}/requests`, requests, () => 1),
    ...paced(`${key}/customers`, customers, ({ items }) => items.length),
  ];
  if (rates.length === 0) {
    throw new RangeError("give a rate: requests, customers, or both");
  }
  return { rates, maxMillis };
};

/**
 * The policy with its counts in memory.
 *
 * @throws {RangeError} If no rate is given, or an option is not positive and finite.
 */
export const layer = (options: RateLimitOptions): Policy => {
  const { maxMillis, rates } = check(options);
  return pacedPolicy(Effect.sync(() => new Line(rates, maxMillis)));
};

/**
 * The policy with its counts in the `RateLimiterStore` that is provided.
 *
 * Each process reserves the tokens of one call at a time. If that call is given up, the tokens go to the next call
 * of its process, because such a store takes nothing back. The clocks of machines that share a limit should agree,
 * because such a store counts by them.
 *
 * @throws {RangeError} If no rate is given, or an option is not positive and finite.
 */
export const layerStore = (options: RateLimitOptions): Policy<RateLimiter.RateLimiterStore> => {
  const { maxMillis, rates } = check(options);
  return pacedPolicy(
    Effect.map(
      RateLimiter.make,
      (limiter) => new Line(rates, maxMillis, tokensInStore(limiter, rates)),
    ),
  );
};
