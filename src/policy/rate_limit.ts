/**
 * At most so many requests, and so many customers, per time. A call that would pass the limit waits
 * for its turn.
 *
 * Thulium's page names no limits; this is for those that one is told, or wants to keep for others. The
 * counting is Effect's `RateLimiter` (token bucket): in memory with {@linkcode layer}, or in any store
 * of it with {@linkcode layerStore}, such as Redis for several processes that share one limit. When the
 * store fails, calls go on unlimited and a warning is logged.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as RateLimiter from "effect/persistence/RateLimiter";
import { sleepUnlessStopped } from "../import_run.ts";
import type { Batch } from "../batch.ts";
import { checkDuration, checkInteger } from "../check_option.ts";
import { Outcome } from "../outcome.ts";
import { type Policy, policy } from "./policy.ts";
import { withinStoreTime } from "./store_time.ts";

/** So many per time. */
export interface Rate {
  /** How many; that many may also go at once after a pause. */
  readonly limit: number;
  /** In which time. */
  readonly per: Duration.Input;
}

/** Options of {@linkcode layer}. Give at least one of the rates. */
export interface RateLimitOptions {
  /**
   * Requests per time.
   *
   * @default unlimited
   */
  readonly requests?: Rate | undefined;
  /**
   * Customers per time. A batch larger than the limit waits for all of its customers.
   *
   * @default unlimited
   */
  readonly customers?: Rate | undefined;
  /**
   * Longest wait; customers that would wait longer are `NotSent`.
   *
   * @default "2 minutes"
   */
  readonly maxWait?: Duration.Input | undefined;
  /**
   * Name under which the store counts; those who share it share the limit.
   *
   * @default "thulium"
   */
  readonly key?: string | undefined;
}

interface Bucket {
  readonly key: string;
  readonly limit: number;
  readonly window: Duration.Duration;
  readonly tokens: (batch: Batch) => number;
}

const bucket = (key: string, rate: Rate | undefined, tokens: Bucket["tokens"]) => {
  if (rate === undefined) return [];
  checkInteger("limit", rate.limit);
  return [{ key, limit: rate.limit, window: checkDuration("per", rate.per), tokens }];
};

/**
 * The policy over the `RateLimiterStore` that is provided.
 *
 * @throws {RangeError} If a rate is not positive and finite, or none is given.
 */
export const layerStore = (
  options: RateLimitOptions,
): Policy<RateLimiter.RateLimiterStore> => {
  const { customers, key = "thulium", requests } = options;
  const maxMillis = Duration.toMillis(checkDuration("maxWait", options.maxWait ?? "2 minutes"));
  const buckets: ReadonlyArray<Bucket> = [
    ...bucket(`${key}/requests`, requests, () => 1),
    ...bucket(`${key}/customers`, customers, ({ items }) => items.length),
  ];
  if (buckets.length === 0) {
    throw new RangeError("give a rate: requests, customers, or both");
  }
  return policy((next) =>
    Effect.map(RateLimiter.make, (limiter) => {
      // A call that is refused must not use up rate, or those after it would wait for calls never made.
      let busyUntil = 0;
      const waitFor = (batch: Batch, now: number) =>
        Effect.map(Effect.forEach(buckets, (bucket) => waitOf(limiter, bucket, batch)), (waits) => {
          const wait = Math.max(...waits);
          busyUntil = Math.max(busyUntil, now + wait);
          return wait;
        });
      return (batch) =>
        Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis;
          const isCrowded = busyUntil - now > maxMillis;
          const wait = isCrowded ? Infinity : yield* waitFor(batch, now);
          if (wait > maxMillis) return batch.items.map(() => tooLong);
          yield* sleepUnlessStopped(wait);
          return yield* next(batch);
        });
    })
  );
};

/**
 * The policy with its counts in memory.
 *
 * @throws {RangeError} If a rate is not positive and finite, or none is given.
 */
export const layer = (options: RateLimitOptions): Policy =>
  Layer.provide(layerStore(options), Layer.fresh(RateLimiter.layerStoreMemory));

const tooLong = Outcome.notSent(
  "not sent, because the rate limit would have made it wait too long",
);

/** How long a batch must wait for a bucket, in milliseconds. */
const waitOf = (
  limiter: RateLimiter.RateLimiter,
  { key, limit, tokens, window }: Bucket,
  batch: Batch,
): Effect.Effect<number> =>
  withinStoreTime(
    limiter.consume({
      algorithm: "token-bucket",
      onExceeded: "delay",
      key,
      limit,
      window,
      tokens: tokens(batch),
    }),
    () => "hanging" as const,
  ).pipe(
    Effect.map(({ delay }) => Duration.toMillis(delay)),
    Effect.catch(() =>
      Effect.as(Effect.logWarning("The rate limit's store failed; the call goes on without"), 0)
    ),
  );
