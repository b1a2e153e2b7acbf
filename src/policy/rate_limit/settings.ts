/**
 * The options of the rate limit, checked.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import { checkDuration, checkInteger } from "../../internal/check_option.ts";
import type { PacedRate } from "./line.ts";
import type { Rate, RateLimitOptions } from "./options.ts";

/** {@linkcode RateLimitOptions}, checked. */
export interface Settings {
  readonly rates: ReadonlyArray<PacedRate>;
  readonly maxMillis: number;
}

const paced = (key: string, rate: Rate | undefined, tokens: PacedRate["tokens"]) => {
  if (rate === undefined) return [];
  checkInteger("limit", rate.limit);
  return [{ key, limit: rate.limit, window: checkDuration("per", rate.per), tokens }];
};

/** Fills in the defaults. */
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
