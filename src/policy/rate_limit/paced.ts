/**
 * Makes calls wait for the tokens of their rates, wherever the tokens are counted.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import type { Batch } from "../../batch/model.ts";
import { sleepUnlessStopped } from "../../call/run.ts";
import { Outcome } from "../../outcome/model.ts";
import { type Policy, policy } from "../layer.ts";

/** A rate, and how many of its tokens a batch takes. */
export interface Bucket {
  readonly key: string;
  readonly limit: number;
  readonly window: Duration.Duration;
  readonly tokens: (batch: Batch) => number;
}

/** Takes a batch's tokens from all buckets. Returns how long to wait for them, in milliseconds. */
export type Take = (batch: Batch, now: number) => Effect.Effect<number>;

/** The policy over a way to take tokens. A call that would wait longer than `maxMillis` is not made. */
export const pacedPolicy = <R>(
  maxMillis: number,
  makeTake: Effect.Effect<Take, never, R>,
): Policy<Exclude<R, Scope.Scope>> =>
  policy((next) =>
    Effect.map(makeTake, (take) => {
      // While calls wait longer than allowed, no tokens are taken: a call that is not made must not delay later ones.
      let busyUntil = 0;
      return Effect.fnUntraced(function* (batch: Batch) {
        const now = yield* Clock.currentTimeMillis;
        if (busyUntil - now > maxMillis) return batch.items.map(() => tooLong);
        const wait = yield* take(batch, now);
        busyUntil = Math.max(busyUntil, now + wait);
        if (wait > maxMillis) return batch.items.map(() => tooLong);
        if (wait > 0) yield* sleepUnlessStopped(wait);
        return yield* next(batch);
      });
    })
  );

const tooLong = /* @__PURE__ */ Outcome.notSent(
  "not sent, because the rate limit would have made it wait too long",
);
