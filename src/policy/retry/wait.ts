/**
 * How long to wait between two attempts.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Headers from "effect/http/Headers";
import * as Random from "effect/Random";
import * as Result from "effect/Result";
import type { BatchError } from "../../outcome/error.ts";
import type { Outcome } from "../../outcome/model.ts";

/** The limits of a single wait, in milliseconds. */
export interface Backoff {
  /** The limit of the first wait; it doubles with each attempt. */
  readonly baseMillis: number;
  /** The longest wait. */
  readonly maxMillis: number;
}

/** How an attempt ended. */
export type Answer = Result.Result<ReadonlyArray<Outcome>, BatchError>;

/** The wait that is needed after the nth attempt, in milliseconds. Only a `Retry-After` can exceed `maxMillis`. */
export const waitAfter: (
  answer: Answer,
  nth: number,
  backoff: Backoff,
) => Effect.Effect<number> = /* @__PURE__ */ Effect.fnUntraced(
  function* (answer, nth, { baseMillis, maxMillis }) {
    const now = yield* Clock.currentTimeMillis;
    const asked = Result.isFailure(answer) ? retryAfterMillis(answer.failure, now) : undefined;
    return asked ?? (yield* Random.next) * Math.min(maxMillis, baseMillis * 2 ** (nth - 1));
  },
);

/** How long the answer asked to wait, if it did. */
const retryAfterMillis = (error: BatchError, now: number): number | undefined => {
  if (error._tag !== "TransportError" || !("retryAfter" in error.reason)) return undefined;
  const { retryAfter } = error.reason;
  return retryAfter && Duration.toMillis(Headers.retryAfterDelay(retryAfter, now));
};
