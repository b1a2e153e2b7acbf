/**
 * What all calls of one import share, through everything that they go through: the stop. Once Thulium
 * refused the user, or the import's time or number of calls is used up, no call of that import goes out
 * any more, whichever policy would make it.
 *
 * Whatever feeds an import provides a fresh {@linkcode ImportRun}; the exchange looks at it before each
 * POST, and whatever waits gives up when it stops. Without one (a single call by hand) a policy makes
 * its own.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Deferred from "effect/Deferred";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import type { BatchError } from "../outcome/error.ts";
import { batchErrorOf } from "../outcome/error_of.ts";
import { checkChoice, checkDuration, checkInteger } from "../internal/check_option.ts";
import type { StopReason } from "../outcome/delivery.ts";

/** How much an import may use, and how it ends when it is interrupted. */
export interface RunOptions {
  /**
   * After this time nothing more is sent: calls under way are waited for, waits are given up, and the
   * customers that are left are `NotSent`.
   *
   * @default none
   */
  readonly deadline?: Duration.Input | undefined;
  /**
   * Most HTTP requests, lookups included; customers beyond it are `NotSent`. For platforms that count
   * them, such as Cloudflare Workers.
   *
   * @default none
   */
  readonly maxCalls?: number | undefined;
  /**
   * Once this ends nothing more is sent, as at the deadline: a way to stop an import that still says what
   * became of each customer.
   *
   * @default never
   */
  readonly until?: Effect.Effect<void> | undefined;
  /**
   * `abort`: calls on their way are given up, and their customers are `Unknown`. `finish`: they are waited
   * for, waits are given up, and nothing more is sent; the interruption then takes as long as a call.
   *
   * @default "abort"
   */
  readonly onInterrupt?: "abort" | "finish" | undefined;
}

/** {@linkcode RunOptions}, checked. */
export interface CheckedRunOptions {
  readonly deadlineMillis: number;
  readonly maxCalls: number;
  readonly until: Effect.Effect<void> | undefined;
  readonly finishes: boolean;
}

/**
 * Fills in the defaults.
 *
 * @throws {RangeError} If the deadline is not positive and finite, or the number of calls no positive
 * whole number.
 */
export const checkRunOptions = (options: RunOptions): CheckedRunOptions => {
  const { deadline, maxCalls, onInterrupt = "abort" } = options;
  checkChoice("onInterrupt", onInterrupt, ["abort", "finish"]);
  if (maxCalls !== undefined) checkInteger("maxCalls", maxCalls);
  return {
    deadlineMillis: deadline === undefined
      ? Infinity
      : Duration.toMillis(checkDuration("deadline", deadline)),
    maxCalls: maxCalls ?? Infinity,
    until: options.until,
    finishes: onInterrupt === "finish",
  };
};

/** One import, as its calls see it. */
export class ImportRun {
  /** Why nothing more is sent; `undefined` as long as calls may be made. */
  stoppedBy: BatchError | undefined;
  /** Whether a customer's index is the place of its row in an input that can be given again. */
  readonly hasRows: boolean;
  readonly #stopped = Deferred.makeUnsafe<void>();
  readonly #spent = Deferred.makeUnsafe<void>();
  readonly #finishes: boolean;
  #callsLeft: number;

  /** Begins an import that nothing has stopped yet. */
  constructor({ finishes = false, hasRows = true, maxCalls = Infinity }: {
    readonly finishes?: boolean | undefined;
    readonly hasRows?: boolean | undefined;
    readonly maxCalls?: number | undefined;
  } = {}) {
    this.#finishes = finishes;
    this.hasRows = hasRows;
    this.#callsLeft = maxCalls;
  }

  /** Stops the import; the first reason counts. */
  stop(reason: BatchError): void {
    this.stoppedBy ??= reason;
    Deferred.doneUnsafe(this.#stopped, Exit.void);
  }

  /** Ends when the import stops. */
  get stopped(): Effect.Effect<void> {
    return Deferred.await(this.#stopped);
  }

  /** Stops the import for good: nothing that is still to be read is sent, either. */
  spend(why: StopReason): void {
    this.stop(batchErrorOf({ at: "stop", why }));
    Deferred.doneUnsafe(this.#spent, Exit.void);
  }

  /** Ends when the import is over for good, also if something else had stopped it before. */
  get spent(): Effect.Effect<void> {
    return Deferred.await(this.#spent);
  }

  /** Takes note of a call that is about to be made. One too many stops the import instead. */
  spendCall(): void {
    if (this.stoppedBy !== undefined) return;
    if (this.#callsLeft === 0) this.spend("calls");
    else this.#callsLeft--;
  }

  /** Makes a call as a part of this import. It can't fail, and notes itself what comes of it. */
  call<A>(call: Effect.Effect<A>): Effect.Effect<A> {
    const part = Effect.provideService(call, CurrentRun, this);
    if (!this.#finishes) return part;
    return Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(
        Effect.forkDetach(Effect.interruptible(part)),
        (fiber) =>
          Effect.onInterrupt(restore(Fiber.join(fiber)), () =>
            Effect.suspend(() => {
              this.stop(batchErrorOf({ at: "stop", why: "interrupted" }));
              return Fiber.await(fiber);
            })),
      )
    );
  }
}

/** The import that a call belongs to, if any. */
export const CurrentRun: Context.Reference<ImportRun | undefined> = Context.Reference<
  ImportRun | undefined
>("@thulium-effect/batch-customers/ImportRun", { defaultValue: () => undefined });

/** Begins an import, and stops it when its time is over or its caller says so. */
export const startRun = Effect.fnUntraced(
  function* ({ deadlineMillis, until, ...options }: CheckedRunOptions) {
    const run = new ImportRun(options);
    const stopAfter = (wait: Effect.Effect<void>, why: StopReason) =>
      Effect.forkScoped(Effect.andThen(wait, Effect.sync(() => run.spend(why))));
    if (deadlineMillis !== Infinity) yield* stopAfter(Effect.sleep(deadlineMillis), "time");
    if (until !== undefined) yield* stopAfter(until, "interrupted");
    return run;
  },
);

/** Runs an effect as part of the import that there is, or else as one of its own. */
export const asPartOfRun = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(
    CurrentRun,
    (run) =>
      run === undefined ? Effect.provideService(effect, CurrentRun, new ImportRun()) : effect,
  );

/** Notes a refused user, so that nothing more is sent. */
export const stopOnAuth = (error: BatchError): Effect.Effect<void> =>
  Effect.map(CurrentRun, (run) => {
    if (error._tag === "AuthError") run?.stop(error);
  });

/** Fails if the import has stopped, with the reason. */
export const unlessStopped: Effect.Effect<void, BatchError> = Effect.flatMap(
  CurrentRun,
  (run) => run?.stoppedBy === undefined ? Effect.void : Effect.fail(run.stoppedBy),
);

/** What stands before each HTTP request: fails if the import has stopped or this is a call too many. */
export const beforeCall: Effect.Effect<void, BatchError> = Effect.andThen(
  Effect.map(CurrentRun, (run) => run?.spendCall()),
  unlessStopped,
);

/** Waits before a call, but not once the import has stopped; then it fails with the reason. */
export const sleepUnlessStopped = (duration: Duration.Input): Effect.Effect<void, BatchError> =>
  Effect.flatMap(CurrentRun, (run) => {
    const sleep = Effect.sleep(duration);
    return run === undefined ? sleep : Effect.raceFirst(sleep, run.stopped);
  }).pipe(Effect.andThen(unlessStopped));

/** Does what comes before a call, but gives it up when the import stops; then it fails with the reason. */
export const unlessStoppedMeanwhile = <A, E, R>(
  preparation: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | BatchError, R> =>
  Effect.flatMap(CurrentRun, (run) =>
    run === undefined ? preparation : Effect.raceFirst(
      preparation,
      Effect.andThen(run.stopped, Effect.andThen(unlessStopped, Effect.never)),
    ));
