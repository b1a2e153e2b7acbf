/**
 * The rate limit with its counts in memory; what it does is said in `layer.ts`.
 *
 * It needs nothing of Effect's `RateLimiter`, which loads all of Schema: so a program that uses the standard policies
 * only, such as the importer, starts faster.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Policy } from "../layer.ts";
import { Line } from "./line.ts";
import type { RateLimitOptions } from "./options.ts";
import { pacedPolicy } from "./paced.ts";
import { check } from "./settings.ts";

/**
 * The policy with its counts in memory.
 *
 * @throws {RangeError} If no rate is given, or an option is not positive and finite.
 */
export const layer = (options: RateLimitOptions): Policy => {
  const { maxMillis, rates } = check(options);
  return pacedPolicy(Effect.sync(() => new Line(rates, maxMillis)));
};
