/**
 * Tokens that are counted in a store of Effect's `RateLimiter`, which processes may share.
 *
 * Such a store can only take tokens and say when they come. To take none tells how many there are, so the tokens
 * of all rates are looked at before any are taken. Each process reserves tokens only for the first call in its
 * line. So processes take turns, and the small calls of one process do not hold back the large calls of another for
 * ever. Three things remain, because the store takes nothing back and knows no lines:
 *
 * - Tokens that were reserved for a call that was given up go to the next call of the same process. Until there is
 *   one, other processes wait for the tokens of this one call in vain. They are lost if the call is given up while
 *   the store takes them, or if the process ends.
 * - Between the look and the reservation, another process may be faster. Then a call may be refused for which
 *   tokens were reserved. They go to the next call, too.
 * - The lines of other processes are not known. A call that waits too long because of them is refused when its
 *   turn comes, after a wait.
 *
 * If the store fails or hangs, the call and all calls in line behind it go out without tokens, and a warning is
 * logged.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import type * as RateLimiter from "effect/persistence/RateLimiter";
import { monotonicMillis } from "../../internal/monotonic.ts";
import { withinStoreTime, withSteadyClock } from "../store_time.ts";
import type { PacedRate, SharedTokens } from "./line.ts";

type StoreEffect<A> = Effect.Effect<A, RateLimiter.RateLimiterError | "hanging">;

/** Tokens of some rates in a store. */
export const tokensInStore = (
  limiter: RateLimiter.RateLimiter,
  rates: ReadonlyArray<PacedRate>,
): SharedTokens => {
  const shares = rates.map((rate) => new Share(limiter, rate));
  const latest = (readyOf: (share: Share, i: number) => StoreEffect<number>) =>
    Effect.map(
      Effect.forEach(shares, readyOf, { concurrency: "unbounded" }),
      (times) => Math.max(...times),
    );
  let failedAt = -Infinity;
  const failed = Effect.map(monotonicMillis, (now) => {
    failedAt = now;
  });
  return {
    reserve: ({ since, tokens, until }) =>
      Effect.suspend(() =>
        // The store failed while the call stood in line, so it is not asked once more.
        since <= failedAt ? Effect.undefined : latest((share, i) => share.look(tokens[i])).pipe(
          Effect.flatMap((ready) =>
            ready > until ? Effect.succeed(ready) : latest((share, i) => share.reserve(tokens[i]))
          ),
          Effect.catch(() => Effect.andThen(failed, warning)),
        )
      ),
    spend: ({ tokens }) => shares.forEach((share, i) => share.spend(tokens[i])),
  };
};

const warning: Effect.Effect<undefined> = /* @__PURE__ */ Effect.as(
  /* @__PURE__ */ Effect.logWarning("The rate limit's store failed; the call is made without it"),
  undefined,
);

/** What this process has reserved of one rate. */
class Share {
  readonly #limiter: RateLimiter.RateLimiter;
  readonly #rate: PacedRate;
  readonly #millisPerToken: number;
  #reserved = 0;
  /** When the last of the reserved tokens comes; they come one by one. */
  #readyAt = 0;

  /** Begins with nothing reserved. */
  constructor(limiter: RateLimiter.RateLimiter, rate: PacedRate) {
    this.#limiter = limiter;
    this.#rate = rate;
    this.#millisPerToken = Duration.toMillis(rate.window) / rate.limit;
  }

  /** When a call's tokens would come. */
  look(tokens: number): StoreEffect<number> {
    const missing = tokens - this.#reserved;
    return missing > 0
      ? this.#consume(
        0,
        ({ resetAfter }) =>
          Duration.toMillis(resetAfter) + (missing - this.#rate.limit) * this.#millisPerToken,
      )
      : this.#ready(tokens);
  }

  /** Reserves a call's tokens. Returns when they come. */
  reserve(tokens: number): StoreEffect<number> {
    const missing = tokens - this.#reserved;
    if (missing <= 0) return this.#ready(tokens);
    return Effect.map(
      this.#consume(missing, ({ delay }) => Duration.toMillis(delay)),
      (ready) => {
        this.#reserved = tokens;
        return this.#readyAt = ready;
      },
    );
  }

  /** The reserved tokens are used. */
  spend(tokens: number): void {
    this.#reserved = Math.max(0, this.#reserved - tokens);
  }

  #ready(tokens: number): StoreEffect<number> {
    return Effect.succeed(
      this.#readyAt - (this.#reserved - tokens) * this.#millisPerToken,
    );
  }

  /** Takes tokens. Returns when the time is over that the store's answer tells. */
  #consume(
    tokens: number,
    waitOf: (result: RateLimiter.ConsumeResult) => number,
  ): StoreEffect<number> {
    const { key, limit, window } = this.#rate;
    const consume = this.#limiter.consume({
      algorithm: "token-bucket",
      onExceeded: "delay",
      key,
      limit,
      window,
      tokens,
    });
    return Effect.zipWith(
      withinStoreTime(withSteadyClock(consume), () => "hanging" as const),
      monotonicMillis,
      (result, now) => now + Math.max(0, waitOf(result)),
    );
  }
}
