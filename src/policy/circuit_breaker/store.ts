/**
 * A circuit whose state is in a store of Effect's `CircuitBreaker`, which processes may share.
 *
 * A store that fails or hangs delays nobody for long: the call is made without the circuit, and a warning is
 * logged.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Breaker from "effect/persistence/CircuitBreaker";
import * as Scope from "effect/Scope";
import type { Call } from "../../call/send.ts";
import type { BatchError } from "../../outcome/error.ts";
import { withinStoreTime, withSteadyClock } from "../store_time.ts";
import { recordChange } from "./changes.ts";
import type { OpensAt } from "./circuit.ts";
import { type CallExit, judge, type OpenTimes } from "./health.ts";
import { circuitOpen } from "./wait.ts";

/** What a circuit in a store needs to know. */
export interface StoredCircuitSettings extends OpenTimes {
  readonly opensAt: OpensAt;
  /** The circuit's name in the store. */
  readonly key: string;
}

type Store = Breaker.CircuitBreakerStore["Service"];

/** Makes calls through a circuit in a store: each call is admitted before it, and recorded after it. */
export const throughStore = (
  store: Store,
  settings: StoredCircuitSettings,
): (call: Call) => Call => {
  const admit = admittedBy(store, settings);
  const record = recordIn(store, settings);
  return (call: Call): Call =>
    Effect.uninterruptibleMask((restore) =>
      Effect.scopedWith((scope) =>
        Effect.flatMap(
          admit(scope),
          (admission) =>
            admission === undefined
              ? restore(call)
              : Effect.onExit(restore(call), (exit) => record(exit, admission)),
        )
      )
    );
};

/** Asks the store whether a call may be made; `undefined` if the store did not say. */
const admittedBy = (store: Store, { key }: StoredCircuitSettings) =>
(
  scope: Scope.Scope,
): Effect.Effect<Breaker.Admission | undefined, BatchError> =>
  Effect.tap(
    inTime(withSteadyClock(Scope.provide(store.admit(key), scope))),
    ({ transition }) => recordTransition(transition),
  ).pipe(Effect.catch(({ reason }) => {
    switch (reason._tag) {
      case "CircuitBreakerStoreError":
        return Effect.as(warnOfStore, undefined);
      case "CircuitOpen":
        return Effect.fail(circuitOpen(Duration.toMillis(reason.retryAfter)));
      case "CircuitHalfOpen":
        return Effect.fail(circuitOpen(undefined));
    }
  }));

/** Tells the store how a call ended. */
const recordIn = (store: Store, settings: StoredCircuitSettings) => {
  const { key, opensAt } = settings;
  const tripPolicy = "failures" in opensAt
    ? Breaker.consecutive(opensAt.failures)
    : Breaker.rate({ threshold: opensAt.share, size: opensAt.of });
  return (exit: CallExit, { generation }: Breaker.Admission): Effect.Effect<void> => {
    const { openFor, verdict } = judge(exit, settings);
    const outcome = storeOutcomes[verdict];
    const recorded = { key, generation, outcome, tripPolicy, openFor: Duration.millis(openFor) };
    return inTime(withSteadyClock(store.record(recorded))).pipe(
      Effect.flatMap(recordTransition),
      Effect.catch(() => warnOfStore),
    );
  };
};

const recordTransition = (transition: Breaker.Transition | undefined): Effect.Effect<void> =>
  transition === undefined
    ? Effect.void
    : recordChange(states[transition.from], states[transition.to]);

const states = { Closed: "closed", Open: "open", HalfOpen: "half_open" } as const;

const storeOutcomes = { success: "Success", failure: "Failure", ignored: "Ignored" } as const;

const warnOfStore = /* @__PURE__ */ Effect.logWarning(
  "The circuit breaker's store failed; the call is made without it",
);

/** A store that hangs counts as one that failed. */
const inTime = <A, R>(
  operation: Effect.Effect<A, Breaker.CircuitBreakerError, R>,
): Effect.Effect<A, Breaker.CircuitBreakerError, R> =>
  Effect.interruptible(
    withinStoreTime(operation, () => {
      const reason = new Breaker.CircuitBreakerStoreError({ message: "the store takes too long" });
      return new Breaker.CircuitBreakerError({ reason });
    }),
  );
