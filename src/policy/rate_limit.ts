/**
 * At most so many requests, and so many customers, per time. A call that would pass the limit waits
 * for its turn.
 *
 * Thulium's page names no limits; this is for those that one is told, or wants to keep for others. The
 * counting is that of a token bucket: in memory with {@linkcode layer}, or in any store of Effect's
 * `RateLimiter` with {@linkcode layerStore}, such as Redis for several processes that share one limit. When
 * the store fails, calls go on unlimited and a warning is logged.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as RateLimiter from "effect/persistence/RateLimiter";
import type * as Scope from "effect/Scope";
import { sleepUnlessStopped } from "../call/run.ts";
import type { Batch } from "../batch/model.ts";
import { checkDuration, checkInteger } from "../internal/check_option.ts";
import { Outcome } from "../outcome/model.ts";
import { type Policy, policy } from "./layer.ts";
import { withinStoreTime } from "./store_time.ts";
import { TokenBucket } from "./token_bucket.ts";

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

/** A rate, and how many of its tokens a batch takes. */
interface Bucket {
  readonly key: string;
  readonly limit: number;
  readonly window: Duration.Duration;
  readonly tokens: (batch: Batch) => number;
}

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

/** Takes a batch's tokens of all buckets, and says how long to wait for them, in milliseconds. */
type Take = (batch: Batch, now: number) => Effect.Effect<number>;

const takingPolicy = <R>(
  { maxMillis }: Settings,
  take: Effect.Effect<Take, never, R>,
): Policy<Exclude<R, Scope.Scope>> =>
  policy((next) =>
    Effect.map(take, (take) => {
      // A call that is refused must not use up rate, or those after it would wait for calls never made.
      let busyUntil = 0;
      const waitFor = (batch: Batch, now: number) =>
        Effect.map(take(batch, now), (wait) => {
          busyUntil = Math.max(busyUntil, now + wait);
          return wait;
        });
      return (batch) =>
        Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis;
          const isCrowded = busyUntil - now > maxMillis;
          const wait = isCrowded ? Infinity : yield* waitFor(batch, now);
          if (wait > maxMillis) return batch.items.map(() => tooLong);
          if (wait > 0) yield* sleepUnlessStopped(wait);
          return yield* next(batch);
        });
    })
  );

/**
 * The policy with its counts in memory.
 *
 * @throws {RangeError} If a rate is not positive and finite, or none is given.
 */
export const layer = (options: RateLimitOptions): Policy => {
  const settings = check(options);
  const makeTake = Effect.sync((): Take => {
    const buckets = settings.buckets.map(({ limit, tokens, window }) => ({
      tokens,
      bucket: new TokenBucket(limit, Duration.toMillis(window)),
    }));
    return (batch, now) =>
      Effect.sync(() =>
        Math.max(...buckets.map(({ bucket, tokens }) => bucket.take(now, tokens(batch))))
      );
  });
  return takingPolicy(settings, makeTake);
};

/**
 * The policy over the `RateLimiterStore` that is provided.
 *
 * @throws {RangeError} If a rate is not positive and finite, or none is given.
 */
export const layerStore = (
  options: RateLimitOptions,
): Policy<RateLimiter.RateLimiterStore> => {
  const settings = check(options);
  const makeTake = Effect.map(RateLimiter.make, (limiter): Take => (batch) =>
    Effect.map(
      Effect.forEach(settings.buckets, (bucket) => waitOf(limiter, bucket, batch)),
      (waits) => Math.max(...waits),
    ));
  return takingPolicy(settings, makeTake);
};

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
