/**
 * At most so many calls at a time, across all imports that share the layer; {@linkcode layerAdaptive}
 * finds out by itself how many that is.
 *
 * Not for sharing between requests on Cloudflare Workers: a request that waits for another one's I/O is
 * cancelled there. Make one per request.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Option from "effect/Option";
import * as Semaphore from "effect/Semaphore";
import type { BatchError } from "../outcome/error.ts";
import { CurrentRun, unlessStopped } from "../call/run.ts";
import { checkInteger } from "../internal/check_option.ts";
import type { Outcome } from "../outcome/model.ts";
import type { Call } from "./../call/service.ts";
import { type Policy, policy } from "./layer.ts";
import { isPutOff } from "./parts.ts";

/** Options of {@linkcode layer}. */
export interface ConcurrencyOptions {
  /**
   * Most calls at a time.
   *
   * @default 4
   */
  readonly limit?: number | undefined;
}

/** Options of {@linkcode layerAdaptive}. */
export interface AdaptiveConcurrencyOptions {
  /**
   * Calls at a time to begin with.
   *
   * @default 4
   */
  readonly initial?: number | undefined;
  /**
   * Fewest calls at a time, whatever happens.
   *
   * @default 1
   */
  readonly min?: number | undefined;
  /**
   * Most calls at a time, however well it goes.
   *
   * @default 32
   */
  readonly max?: number | undefined;
  /**
   * Share of a batch's customers that may be put off one by one (429, 503) before the call counts as
   * overload, 0 to 1.
   *
   * @default 0.1
   */
  readonly tolerated?: number | undefined;
}

/**
 * The policy with a fixed limit.
 *
 * @throws {RangeError} If the limit is not a positive whole number.
 */
export const layer = ({ limit = 4 }: ConcurrencyOptions = {}): Policy => {
  checkInteger("limit", limit);
  return policy((next) =>
    Effect.sync(() => {
      const gate = new Gate(limit);
      return (batch) => gate.letIn(next(batch));
    })
  );
};

/** Lets so many calls in at a time, in the order in which they came. */
class Gate {
  readonly #semaphore: Semaphore.Semaphore;
  #waiting = 0;

  constructor(limit: number) {
    this.#semaphore = Semaphore.makeUnsafe(limit);
  }

  /** A call that finds a place, with nobody before it, needs no race against the end of its import. */
  letIn(call: Call): Call {
    return Effect.suspend(() => {
      if (this.#waiting > 0) return this.#wait(call);
      return Effect.flatMap(
        this.#semaphore.withPermitsIfAvailable(1)(Effect.andThen(unlessStopped, call)),
        Option.match({ onNone: () => this.#wait(call), onSome: Effect.succeed }),
      );
    });
  }

  /** A call that still waits when its import stops is given up, and fails with the reason. */
  #wait(call: Call): Call {
    return Effect.flatMap(CurrentRun, (run) => {
      let waits = false;
      const stopWaiting = () => {
        if (waits) this.#waiting--;
        waits = false;
      };
      const entered = Effect.suspend(() => {
        stopWaiting();
        return call;
      });
      const turn = this.#semaphore.withPermit(Effect.andThen(unlessStopped, entered));
      const givenUp = (stopped: Effect.Effect<void>) =>
        Effect.andThen(
          stopped,
          Effect.suspend(() => waits ? Effect.andThen(unlessStopped, Effect.never) : Effect.never),
        );
      const wait = Effect.suspend(() => {
        this.#waiting++;
        waits = true;
        return run === undefined ? turn : Effect.raceFirst(turn, givenUp(run.stopped));
      });
      return Effect.ensuring(wait, Effect.sync(stopWaiting));
    });
  }

  resize(limit: number): Effect.Effect<void> {
    return this.#semaphore.resize(limit);
  }
}

/**
 * The policy with a limit that follows Thulium (additive increase, multiplicative decrease, as in
 * TCP): a limit's worth of good calls raises it by one, and 429, 503, a timeout or too many customers
 * put off halve it. Calls that began before a decrease cause no second one.
 *
 * @throws {RangeError} If the limits are not whole numbers in the order min, initial, max, or the share
 * is none.
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
      const controller = new Controller(initial, min, max);
      return (batch) =>
        gate.letIn(
          Effect.suspend(() => {
            const epoch = controller.epoch;
            return Effect.onExit(next(batch), (exit) => {
              if (Exit.isFailure(exit) && Cause.hasInterrupts(exit.cause)) return Effect.void;
              const verdict = isOverload(exit, tolerated)
                ? "overload"
                : isGood(exit)
                ? "good"
                : "neither";
              return gate.resize(controller.after(verdict, epoch));
            });
          }),
        );
    })
  );
};

/** Additive increase, multiplicative decrease. */
class Controller {
  #limit: number;
  readonly #min: number;
  readonly #max: number;
  /** Good calls since the limit changed. */
  #good = 0;
  /** Counts the decreases. */
  epoch = 0;

  constructor(initial: number, min: number, max: number) {
    this.#limit = initial;
    this.#min = min;
    this.#max = max;
  }

  /** The limit after a call that began in an epoch. */
  after(verdict: "good" | "overload" | "neither", epoch: number): number {
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

const overloads: ReadonlySet<string> = new Set(["RateLimited", "Unavailable", "TimedOut"]);

/** Only customers that Thulium judged show that it can take more; an outage does not. */
const isGood = (exit: Exit.Exit<ReadonlyArray<Outcome>, BatchError>): boolean =>
  Exit.isSuccess(exit) && exit.value.some(({ _tag }) => _tag === "Created" || _tag === "Rejected");

const isOverload = (
  exit: Exit.Exit<ReadonlyArray<Outcome>, BatchError>,
  tolerated: number,
): boolean => {
  if (Exit.isSuccess(exit)) {
    return exit.value.filter(isPutOff).length > tolerated * exit.value.length;
  }
  return exit.cause.reasons.some((reason) =>
    reason._tag === "Fail" && reason.error._tag === "TransportError" &&
    overloads.has(reason.error.reason._tag)
  );
};
