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
import * as Effect from "effect/Effect";
import * as RateLimiter from "effect/persistence/RateLimiter";
import type { Policy } from "../layer.ts";
import { Line } from "./line.ts";
import type { RateLimitOptions } from "./options.ts";
import { pacedPolicy } from "./paced.ts";
import { check } from "./settings.ts";
import { tokensInStore } from "./store.ts";

export * from "./in_memory.ts";
export * from "./options.ts";

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
