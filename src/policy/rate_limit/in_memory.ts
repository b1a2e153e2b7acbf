/**
 * The rate limit with its counts in memory; what it does is said in `layer.ts`.
 *
 * It needs nothing of Effect's `RateLimiter`, which loads all of Schema: so a program that uses the standard policies
 * only, such as the importer, starts faster.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { checkDuration, checkInteger } from "../../internal/check_option.ts";
import type { Policy } from "../layer.ts";
import { Line, type PacedRate } from "./line.ts";
import { pacedPolicy } from "./paced.ts";

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

/** Options of {@linkcode layer} and `layerStore`: `requests`, `customers`, or both are required. */
export type RateLimitOptions = RequestRateOptions | CustomerRateOptions;

/** @internal {@linkcode RateLimitOptions}, checked. */
export interface Settings {
  readonly rates: ReadonlyArray<PacedRate>;
  readonly maxMillis: number;
}

const paced = (key: string, rate: Rate | undefined, tokens: PacedRate["tokens"]) => {
  if (rate === undefined) return [];
  checkInteger("limit", rate.limit);
  return [{ key, limit: rate.limit, window: checkDuration("per", rate.per), tokens }];
};

/** @internal Fills in the defaults. */
export const check = (options: RateLimitOptions): Settings => {
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
