/**
 * Stops calling while Thulium is out of order: after too many failures the circuit opens, and calls
 * are not made until it is tried again. Customers that it holds back are `NotSent`, at once or after
 * waiting for the circuit, as chosen.
 *
 * A failure is a call that Thulium did not answer in order: no connection, a lost one, a timeout, 503
 * and other 5xx, an unreadable answer. A refusal (4xx) is an answer, and 429 says nothing either way.
 * The circuit's state is in memory with {@linkcode layer}, and in any store of Effect's `CircuitBreaker` with
 * {@linkcode layerStore}, for processes that share one.
 *
 * Put timeouts inside it, so that it sees them. Retries go outside: they wait for the circuit.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Headers from "effect/http/Headers";
import * as Breaker from "effect/persistence/CircuitBreaker";
import * as Scope from "effect/Scope";
import { sleepUnlessStopped } from "../call/run.ts";
import type { Batch } from "../batch/model.ts";
import type { BatchError } from "../outcome/error.ts";
import { batchErrorOf } from "../outcome/error_of.ts";
import { checkChoice, checkDuration, checkInteger } from "../internal/check_option.ts";
import { LookupOnly } from "../call/lookup_only.ts";
import type { Outcome } from "../outcome/model.ts";
import { Circuit, type OpensAt, type Verdict } from "./circuit.ts";
import type { Call } from "./../call/service.ts";
import { type Policy, policy } from "./layer.ts";
import { withinStoreTime } from "./store_time.ts";

/** Options of {@linkcode layer}. */
export interface CircuitBreakerOptions {
  /**
   * What opens the circuit: so many failures in a row, or a share of the last calls.
   *
   * @default 5 failures in a row
   */
  readonly opensAt?: { readonly failures: number } | ShareOfCalls | undefined;
  /**
   * How long the circuit stays open before one call tries it. A `Retry-After` may prolong it.
   *
   * @default "30 seconds"
   */
  readonly openFor?: Duration.Input | undefined;
  /**
   * Longest time that a `Retry-After` may keep the circuit open.
   *
   * @default "5 minutes"
   */
  readonly maxOpenFor?: Duration.Input | undefined;
  /**
   * `fail`: customers are `NotSent` at once while the circuit is open. `wait`: they wait for it, up to
   * `maxWait`.
   *
   * @default "fail"
   */
  readonly whileOpen?: "fail" | "wait" | undefined;
  /**
   * Longest wait for the circuit.
   *
   * @default "2 minutes"
   */
  readonly maxWait?: Duration.Input | undefined;
  /**
   * Name of the circuit in its store; those who share it share the circuit.
   *
   * @default "thulium"
   */
  readonly key?: string | undefined;
}

/** A share of the last calls. */
export interface ShareOfCalls {
  /** Share of failures that opens the circuit, above 0, up to 1. */
  readonly share: number;
  /** Of how many calls; before that many the circuit does not open. */
  readonly of: number;
}

/** {@linkcode CircuitBreakerOptions}, checked. */
interface Settings {
  readonly opensAt: OpensAt;
  readonly openMillis: number;
  readonly maxOpenMillis: number;
  readonly waits: boolean;
  readonly maxWaitMillis: number;
  readonly key: string;
}

const check = (options: CircuitBreakerOptions = {}): Settings => {
  const { key = "thulium", opensAt = { failures: 5 }, whileOpen = "fail" } = options;
  if ("failures" in opensAt) checkInteger("failures", opensAt.failures);
  else {
    checkInteger("of", opensAt.of);
    if (!(opensAt.share > 0 && opensAt.share <= 1)) {
      throw new RangeError(`share must be above 0, up to 1: current value is ${opensAt.share}`);
    }
  }
  checkChoice("whileOpen", whileOpen, ["fail", "wait"]);
  const millis = (name: string, duration: Duration.Input) =>
    Duration.toMillis(checkDuration(name, duration));
  return {
    opensAt,
    openMillis: millis("openFor", options.openFor ?? "30 seconds"),
    maxOpenMillis: millis("maxOpenFor", options.maxOpenFor ?? "5 minutes"),
    waits: whileOpen === "wait",
    maxWaitMillis: millis("maxWait", options.maxWait ?? "2 minutes"),
    key,
  };
};

/** Makes a call if a circuit lets it, and tells the circuit what came of it. */
type Through = (call: Call) => Call;

const throughPolicy = <R>(
  { maxWaitMillis, waits }: Settings,
  through: Effect.Effect<Through, never, R>,
): Policy<Exclude<R, Scope.Scope>> =>
  policy((next) =>
    Effect.map(through, (through) => {
      const send = (batch: Batch) => {
        const once = through(next(batch));
        return waits
          ? Effect.flatMap(Clock.currentTimeMillis, (now) => waiting(once, now + maxWaitMillis))
          : once;
      };
      // No call is made for a lookup, so it says nothing of how Thulium is.
      return (batch) =>
        Effect.flatMap(LookupOnly, (isLookup) => isLookup ? next(batch) : send(batch));
    })
  );

/**
 * The policy with its state in memory.
 *
 * @throws {RangeError} If an option is not positive and finite.
 */
export const layer = (options?: CircuitBreakerOptions): Policy => {
  const settings = check(options);
  return throughPolicy(
    settings,
    Effect.sync(() => throughMemory(new Circuit(settings.opensAt), settings)),
  );
};

const throughMemory = (circuit: Circuit, settings: Settings): Through => (call) =>
  Effect.uninterruptibleMask((restore) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      const admitted = circuit.admit(now);
      return "retryAfter" in admitted
        ? Effect.fail(openCircuit(admitted.retryAfter))
        : Effect.onExit(restore(call), (exit) => {
          const { openFor, verdict } = judge(exit, settings);
          return Effect.map(
            Clock.currentTimeMillis,
            (now) => circuit.record(now, admitted, verdict, openFor),
          );
        });
    })
  );

/**
 * The policy over the `CircuitBreakerStore` that is provided.
 *
 * @throws {RangeError} If an option is not positive and finite.
 */
export const layerStore = (
  options?: CircuitBreakerOptions,
): Policy<Breaker.CircuitBreakerStore> => {
  const settings = check(options);
  return throughPolicy(
    settings,
    Effect.map(Breaker.CircuitBreakerStore, (store) => throughStore(store, settings)),
  );
};

/** A store that fails or hangs holds nobody up. */
const throughStore = (
  store: Breaker.CircuitBreakerStore["Service"],
  settings: Settings,
): Through => {
  const { key, opensAt } = settings;
  const tripPolicy = "failures" in opensAt
    ? Breaker.consecutive(opensAt.failures)
    : Breaker.rate({ threshold: opensAt.share, size: opensAt.of });
  const record = (exit: CallExit, { generation }: Breaker.Admission) => {
    const { openFor, verdict } = judge(exit, settings);
    const outcome = storeOutcomes[verdict];
    const recorded = { key, generation, outcome, tripPolicy, openFor: Duration.millis(openFor) };
    return Effect.catch(inTime(store.record(recorded)), () => warnOfStore);
  };
  return (call) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.scopedWith((scope) =>
        Effect.matchEffect(inTime(Scope.provide(store.admit(key), scope)), {
          onSuccess: (admission) => Effect.onExit(restore(call), (exit) => record(exit, admission)),
          onFailure: ({ reason }) => {
            switch (reason._tag) {
              case "CircuitBreakerStoreError":
                return Effect.andThen(warnOfStore, restore(call));
              case "CircuitOpen":
                return Effect.fail(openCircuit(Duration.toMillis(reason.retryAfter)));
              case "CircuitHalfOpen":
                return Effect.fail(openCircuit(undefined));
            }
          },
        })
      )
    );
};

const storeOutcomes = { success: "Success", failure: "Failure", ignored: "Ignored" } as const;

const warnOfStore = Effect.logWarning(
  "The circuit breaker's store failed; the call goes on without",
);

const inTime = <A, R>(
  operation: Effect.Effect<A, Breaker.CircuitBreakerError, R>,
): Effect.Effect<A, Breaker.CircuitBreakerError, R> =>
  Effect.interruptible(
    withinStoreTime(operation, () => {
      const reason = new Breaker.CircuitBreakerStoreError({ message: "the store takes too long" });
      return new Breaker.CircuitBreakerError({ reason });
    }),
  );

const openCircuit = (retryAfter: number | undefined): BatchError =>
  batchErrorOf({
    at: "circuit",
    retryAfter: retryAfter === undefined
      ? undefined
      : Headers.retryAfterDuration(Duration.millis(retryAfter)),
  });

/** How long to wait for the call that tries the circuit. */
const probeMillis = 1000;

const waiting = (call: Call, deadline: number): Call =>
  Effect.catchReason(
    call,
    "TransportError",
    "CircuitOpen",
    ({ retryAfter }, error) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const wait = retryAfter === undefined
          ? probeMillis
          : Math.max(1, Duration.toMillis(Headers.retryAfterDelay(retryAfter, now)));
        return now + wait > deadline
          ? Effect.fail(error)
          : Effect.andThen(sleepUnlessStopped(wait), waiting(call, deadline));
      }),
  );

type CallExit = Exit.Exit<ReadonlyArray<Outcome>, BatchError>;

/** What a call says of how Thulium is, and for how long the circuit should be open if it opens, in milliseconds. */
const judge = (
  exit: CallExit,
  { maxOpenMillis, openMillis }: Settings,
): { readonly verdict: Verdict; readonly openFor: number } => {
  if (Exit.isSuccess(exit)) return { verdict: "success", openFor: openMillis };
  const [reason] = exit.cause.reasons;
  if (reason?._tag !== "Fail") return { verdict: "ignored", openFor: openMillis };
  const asked = Math.min(askedToWait(reason.error), maxOpenMillis);
  return { verdict: verdictOf(reason.error), openFor: Math.max(openMillis, asked) };
};

/** How long Thulium asked to wait, in milliseconds. */
const askedToWait = (error: BatchError): number => {
  if (error._tag !== "TransportError" || error.reason._tag !== "Unavailable") return 0;
  const { retryAfter } = error.reason;
  return retryAfter?._tag === "Duration" ? Duration.toMillis(retryAfter.duration) : 0;
};

const verdictOf = (error: BatchError): Verdict => {
  if (error._tag !== "TransportError") return "success";
  switch (error.reason._tag) {
    case "RateLimited":
    case "CircuitOpen":
    case "ImportStopped":
      return "ignored";
    default:
      return "failure";
  }
};
