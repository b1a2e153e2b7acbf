/**
 * Tokens that are counted in a store of Effect's `RateLimiter`, which processes may share.
 *
 * If the store fails or hangs, the call does not wait for the rate, and a warning is logged.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import type * as RateLimiter from "effect/persistence/RateLimiter";
import type { Batch } from "../../batch/model.ts";
import { withinStoreTime } from "../store_time.ts";
import type { Bucket, Take } from "./paced.ts";

/** Takes tokens from buckets in a store. */
export const takeFromStore =
  (limiter: RateLimiter.RateLimiter, buckets: ReadonlyArray<Bucket>): Take => (batch) =>
    Effect.map(
      Effect.forEach(buckets, (bucket) => waitFor(limiter, bucket, batch)),
      (waits) => Math.max(...waits),
    );

/** How long a batch must wait for the tokens of one bucket, in milliseconds. */
const waitFor = (
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
      Effect.as(Effect.logWarning("The rate limit's store failed; the call is made without it"), 0)
    ),
  );
