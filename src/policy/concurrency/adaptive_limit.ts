/**
 * A limit that follows Thulium by additive increase and multiplicative decrease, as TCP does: one limit's worth
 * of good calls raises the limit by one, and an overload halves it.
 *
 * | the call ended with                                        | verdict    |
 * |------------------------------------------------------------|------------|
 * | 429, 503, a timeout                                        | `overload` |
 * | more customers put off one by one (429, 503) than tolerated | `overload` |
 * | any other outcomes, a `Created` or `Rejected` among them   | `good`     |
 * | anything else, such as an outage                           | `neither`  |
 *
 * @module
 */
import * as Exit from "effect/Exit";
import type { BatchError } from "../../outcome/error.ts";
import type { Outcome } from "../../outcome/model.ts";
import { isPutOff } from "../../call/parts.ts";

/** What a call says of the number of calls that Thulium can take. */
export type LoadVerdict = "good" | "overload" | "neither";

/** The limit. */
export class AdaptiveLimit {
  #limit: number;
  readonly #min: number;
  readonly #max: number;
  /** Good calls since the limit changed. */
  #good = 0;
  /** Counts the decreases. A call notes it at its start, so that calls from before a decrease cause no second one. */
  epoch = 0;

  /** Begins at `initial` and stays between `min` and `max`. */
  constructor(initial: number, min: number, max: number) {
    this.#limit = initial;
    this.#min = min;
    this.#max = max;
  }

  /** The limit after a call that began in `epoch`. */
  after(verdict: LoadVerdict, epoch: number): number {
    if (verdict === "good" && ++this.#good >= this.#limit) {
      this.#good = 0;
      this.#limit = Math.min(this.#max, this.#limit + 1);
    } else if (verdict === "overload" && epoch === this.epoch) {
      this.epoch++;
      this.#good = 0;
      this.#limit = Math.max(this.#min, Math.floor(this.#limit / 2));
    }
    return this.#limit;
  }
}

type CallExit = Exit.Exit<ReadonlyArray<Outcome>, BatchError>;

/** Judges a call; `tolerated` is the share of its customers that may be put off. */
export const loadVerdictOf = (exit: CallExit, tolerated: number): LoadVerdict => {
  if (isOverload(exit, tolerated)) return "overload";
  return isGood(exit) ? "good" : "neither";
};

const overloads: ReadonlySet<string> = new Set(["RateLimited", "Unavailable", "TimedOut"]);

const isOverload = (exit: CallExit, tolerated: number): boolean => {
  if (Exit.isSuccess(exit)) {
    return exit.value.filter(isPutOff).length > tolerated * exit.value.length;
  }
  return exit.cause.reasons.some((reason) =>
    reason._tag === "Fail" && reason.error._tag === "TransportError" &&
    overloads.has(reason.error.reason._tag)
  );
};

const decided: ReadonlySet<string> = new Set(["Created", "Updated", "Rejected"]);

/** Only a customer that Thulium judged shows that it can take more calls. */
const isGood = (exit: CallExit): boolean =>
  Exit.isSuccess(exit) && exit.value.some(({ _tag }) => decided.has(_tag));
