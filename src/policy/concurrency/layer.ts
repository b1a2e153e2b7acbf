/**
 * Limits the number of calls at a time, across all imports that share the layer. The limit is fixed with
 * {@linkcode layer}; {@linkcode layerAdaptive} finds out how many calls Thulium can take.
 *
 * Do not share the layer between requests on Cloudflare Workers: Workers cancel a request that waits for the
 * I/O of another request. Make one layer per request.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import { recordWait } from "../../call/events.ts";
import { checkInteger } from "../../internal/check_option.ts";
import { type Policy, policy } from "../layer.ts";
import { AdaptiveLimit, loadVerdictOf } from "./adaptive_limit.ts";
import { Gate } from "./gate.ts";

/** Options of {@linkcode layer}. */
export interface ConcurrencyOptions {
  /**
   * The most calls at a time.
   *
   * @default 4
   */
  readonly limit?: number | undefined;
}

/** Options of {@linkcode layerAdaptive}. */
export interface AdaptiveConcurrencyOptions {
  /**
   * The number of calls at a time to begin with.
   *
   * @default 4
   */
  readonly initial?: number | undefined;
  /**
   * The lowest value that the limit can fall to.
   *
   * @default 1
   */
  readonly min?: number | undefined;
  /**
   * The highest value that the limit can rise to.
   *
   * @default 32
   */
  readonly max?: number | undefined;
  /**
   * The share of a batch's customers that may be put off one by one (429, 503) before the call counts as an
   * overload, from 0 to 1.
   *
   * @default 0.1
   */
  readonly tolerated?: number | undefined;
}

const waited = (millis: number) => recordWait("concurrency", millis);

/**
 * The policy with a fixed limit.
 *
 * @throws {RangeError} If the limit is not a positive whole number.
 */
export const layer = (options: ConcurrencyOptions = {}): Policy => {
  const { limit = 4 } = options;
  checkInteger("limit", limit);
  return policy((next) =>
    Effect.sync(() => {
      const gate = new Gate(limit);
      return (batch) => gate.letIn(next(batch), waited);
    })
  );
};

/**
 * The policy with a limit that follows Thulium by additive increase and multiplicative decrease, as TCP does.
 * One limit's worth of good calls raises the limit by one. A 429, a 503, a timeout, or too many customers put
 * off halve it; calls that began before a decrease cause no second one.
 *
 * @throws {RangeError} If the limits are not whole numbers in the order min, initial, max, or `tolerated` is
 * not from 0 to 1.
 */
export const layerAdaptive = (options: AdaptiveConcurrencyOptions = {}): Policy => {
  const { initial = 4, max = 32, min = 1, tolerated = 0.1 } = options;
  checkInteger("min", min);
  checkInteger("initial", initial, min);
  checkInteger("max", max, initial);
  if (!(tolerated >= 0 && tolerated <= 1)) {
    throw new RangeError(`tolerated must be a share from 0 to 1: current value is ${tolerated}`);
  }
  return policy((next) =>
    Effect.sync(() => {
      const gate = new Gate(initial);
      const limit = new AdaptiveLimit(initial, min, max);
      return (batch) =>
        gate.letIn(
          Effect.suspend(() => {
            const epoch = limit.epoch;
            return Effect.onExit(next(batch), (exit) =>
              Exit.isFailure(exit) && Cause.hasInterrupts(exit.cause)
                ? Effect.void
                : gate.resize(limit.after(loadVerdictOf(exit, tolerated), epoch)));
          }),
          waited,
        );
    })
  );
};
