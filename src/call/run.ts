/**
 * What all calls of one import share: the stop. Once Thulium refused the user, or the import's time or number
 * of calls is used up, no call of that import is made any more, whichever policy would make it.
 *
 * Every feed provides a fresh {@linkcode ImportRun}. The exchange checks it before each POST, and whatever
 * waits gives up when it stops. For a single call without a feed, the outermost policy makes one.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Context from "effect/Context";
import * as Deferred from "effect/Deferred";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import type * as Scope from "effect/Scope";
import type { BatchError } from "../outcome/error.ts";
import { batchErrorOf } from "../outcome/error_of.ts";
import { startTimer } from "../internal/timer.ts";
import { checkChoice, checkDuration, checkInteger } from "../internal/check_option.ts";
import type { CurrentFiber } from "./span.ts";
import type { StopReason } from "../outcome/delivery.ts";

/** Limits of an import, and how it ends when it is interrupted. */
export interface RunOptions {
  /**
   * After this time nothing more is sent. The import waits for calls under way and gives up other waits; the
   * remaining customers are `NotSent`.
   *
   * @default none
   */
  readonly deadline?: Duration.Input | undefined;
  /**
   * Maximum number of HTTP requests, lookups included; the remaining customers are `NotSent`. Meant for
   * platforms that limit requests, such as Cloudflare Workers.
   *
   * @default none
   */
  readonly maxCalls?: number | undefined;
  /**
   * When this effect ends, nothing more is sent, as at the deadline. It is a way to stop an import and still
   * get the outcome of each customer.
   *
   * @default never
   */
  readonly until?: Effect.Effect<void> | undefined;
  /**
   * `abort`: calls under way are given up, and their customers are `Unknown`. `finish`: the import waits for
   * calls under way, gives up other waits, and sends nothing more; the interruption then takes as long as a
   * call.
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

/** A time of a clock, in milliseconds of its monotonic time. */
interface Deadline {
  readonly services: Context.Context<never>;
  readonly clock: Clock.Clock;
  readonly at: number;
}

const millisOf = (clock: Clock.Clock): number => Number(clock.monotonicTimeNanosUnsafe()) / 1e6;

/** One import, as its calls see it. */
export class ImportRun {
  /** Whether the number of calls is limited, so that none should be made that is not needed. */
  readonly hasCallLimit: boolean;
  readonly #deadline: Deadline | undefined;
  readonly #stopped = Deferred.makeUnsafe<void>();
  readonly #spent = Deferred.makeUnsafe<void>();
  readonly #finishes: boolean;
  readonly #listeners = new Set<() => void>();
  #stopTimer: (() => void) | undefined;
  #stoppedBy: BatchError | undefined;
  #callsLeft: number;

  /** Starts an import that nothing has stopped yet. */
  constructor({ deadline, finishes = false, maxCalls = Infinity }: {
    readonly deadline?: Deadline | undefined;
    readonly finishes?: boolean | undefined;
    readonly maxCalls?: number | undefined;
  } = {}) {
    this.#deadline = deadline;
    this.#finishes = finishes;
    this.hasCallLimit = maxCalls !== Infinity;
    this.#callsLeft = maxCalls;
  }

  /**
   * Why nothing more is sent; `undefined` while calls may be made. The clock is looked at here, because a timer per import
   * costs more than all looks at the clock.
   */
  get stoppedBy(): BatchError | undefined {
    if (this.#stoppedBy === undefined && this.#millisLeft() <= 0) this.spend("time");
    return this.#stoppedBy;
  }

  /** Stops the import. The first reason counts; more may become known of it when the body of its answer is read. */
  stop(reason: BatchError): void {
    const isKnownBetter = reason.requestId !== undefined &&
      reason.requestId === this.#stoppedBy?.requestId;
    if (isKnownBetter) this.#stoppedBy = reason;
    this.#stoppedBy ??= reason;
    Deferred.doneUnsafe(this.#stopped, Exit.void);
    for (const listener of this.#listeners) {
      this.#listeners.delete(listener);
      listener();
    }
    this.#stopTimer?.();
  }

  /** Runs a function when the import stops, at the deadline at the latest, unless what this returns is called before. */
  onStop(listener: () => void): () => void {
    if (this.stoppedBy !== undefined) {
      listener();
      return () => {};
    }
    this.#listeners.add(listener);
    this.#startTimer();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stopTimer?.();
      this.#stopTimer = undefined;
    };
  }

  #startTimer(): void {
    if (this.#deadline === undefined || this.#stopTimer !== undefined) return;
    const wait = Math.max(0, Math.ceil(this.#millisLeft()));
    this.#stopTimer = startTimer(this.#deadline.services, wait, () => this.spend("time"));
  }

  /** Ends when the import stops. */
  get stopped(): Effect.Effect<void> {
    return this.#orAtDeadline(Deferred.await(this.#stopped));
  }

  /** Stops the import for good: rows that are not read yet are not sent either. */
  spend(why: StopReason): void {
    this.stop(batchErrorOf({ at: "stop", why }));
    Deferred.doneUnsafe(this.#spent, Exit.void);
  }

  /** Ends when the import is over for good, also if another reason had stopped it before. */
  get spent(): Effect.Effect<void> {
    return this.#orAtDeadline(Deferred.await(this.#spent));
  }

  #millisLeft(): number {
    return this.#deadline === undefined
      ? Infinity
      : this.#deadline.at - millisOf(this.#deadline.clock);
  }

  /** Waits, until the deadline at the latest, which spends the import. */
  #orAtDeadline(wait: Effect.Effect<void>): Effect.Effect<void> {
    return this.#deadline === undefined ? wait : Effect.suspend(() => {
      const late = Effect.sleep(Math.max(0, this.#millisLeft()));
      return Effect.raceFirst(
        wait,
        Effect.andThen(late, Effect.sync(() => this.spend("time"))),
      );
    });
  }

  /** Counts a call that is about to be made. A call beyond the limit stops the import instead. */
  spendCall(): void {
    if (this.stoppedBy !== undefined) return;
    if (this.#callsLeft === 0) this.spend("calls");
    else this.#callsLeft--;
  }

  /** Makes a call as part of this import. The call can't fail, and records its own result. */
  call<A>(call: Effect.Effect<A>): Effect.Effect<A> {
    const part = Effect.provideService(call, CurrentRun, this);
    if (!this.#finishes) return part;
    return Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(
        Effect.forkDetach(Effect.interruptible(part), { startImmediately: true }),
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

/** The import to which a call belongs, if any. */
export const CurrentRun: Context.Reference<ImportRun | undefined> = Context.Reference<
  ImportRun | undefined
>("@thulium-effect/batch-customers/ImportRun", { defaultValue: () => undefined });

/** Runs an import, which stops when its time is over or its caller says so. */
export const withRun = <A, E>(
  options: CheckedRunOptions,
  use: (run: ImportRun) => Effect.Effect<A, E>,
): Effect.Effect<A, E> =>
  options.until === undefined
    ? Effect.flatMap(newRun(options), use)
    : Effect.scoped(Effect.flatMap(startRun(options), use));

/** Starts an import whose scope is the one around. */
export const startRun = (
  options: CheckedRunOptions,
): Effect.Effect<ImportRun, never, Scope.Scope> => {
  const { until } = options;
  const started = newRun(options);
  return until === undefined ? started : Effect.tap(started, (run) =>
    Effect.forkScoped(
      Effect.andThen(until, Effect.sync(() => run.spend("interrupted"))),
      // An effect that has ended already stops the import before its first call.
      { startImmediately: true },
    ));
};

const newRun = ({ deadlineMillis, ...options }: CheckedRunOptions): Effect.Effect<ImportRun> =>
  Effect.map(Effect.context<never>(), (services) => {
    const clock = Context.get(services, Clock.Clock);
    return new ImportRun({
      ...options,
      deadline: deadlineMillis === Infinity
        ? undefined
        : { services, clock, at: millisOf(clock) + deadlineMillis },
    });
  });

/** Runs an effect as part of the current import, or of a new one if there is none. */
export const asPartOfRun = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.withFiber((fiber) =>
    fiber.getRef(CurrentRun) === undefined
      ? Effect.provideService(effect, CurrentRun, new ImportRun())
      : effect
  );

/** Stops the import if Thulium refused the user. */
export const stopOnAuth = (error: BatchError): Effect.Effect<void> =>
  error._tag === "AuthError" ? Effect.map(CurrentRun, (run) => run?.stop(error)) : Effect.void;

/** Goes on if the import has not stopped, or else fails with the reason. */
export const ifNotStopped = <A, E, R>(
  fiber: CurrentFiber,
  effect: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | BatchError, R> => {
  const stoppedBy = fiber.getRef(CurrentRun)?.stoppedBy;
  return stoppedBy === undefined ? effect : Effect.fail(stoppedBy);
};

/** Fails if the import has stopped, with the reason. */
export const unlessStopped: Effect.Effect<void, BatchError> = Effect.withFiber((fiber) =>
  ifNotStopped(fiber, Effect.void)
);

/**
 * Must run before each HTTP request: fails if the import has stopped, or if this call is one too many. Returns the import, if
 * there is one.
 */
export const beforeCall: Effect.Effect<ImportRun | undefined, BatchError> = Effect.withFiber(
  (fiber) => {
    const run = fiber.getRef(CurrentRun);
    run?.spendCall();
    return ifNotStopped(fiber, Effect.succeed(run));
  },
);
