/**
 * Stops calling while Thulium is out of order: after too many failures the circuit opens, and calls
 * are not made until it is tried again. Customers that it holds back are `NotSent`, at once or after
 * waiting for the circuit, as chosen.
 *
 * A failure is a call that Thulium did not answer in order: no connection, a lost one, a timeout, 503
 * and other 5xx, an unreadable answer. A refusal (4xx) is an answer, and 429 says nothing either way.
 * The circuit is Effect's `CircuitBreaker`: its state in memory with {@linkcode layer}, in any store of
 * it with {@linkcode layerStore}.
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
import * as Layer from "effect/Layer";
import * as Breaker from "effect/persistence/CircuitBreaker";
import * as Scope from "effect/Scope";
import { sleepUnlessStopped } from "../import_run.ts";
import type { Batch } from "../batch.ts";
import { type BatchError, batchErrorOf } from "../batch_error.ts";
import { checkChoice, checkDuration, checkInteger } from "../check_option.ts";
import { LookupOnly } from "../lookup_only.ts";
import type { Outcome } from "../outcome.ts";
import { type Policy, policy } from "./policy.ts";
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

const tripPolicyOf = (opensAt: { readonly failures: number } | ShareOfCalls) => {
  if ("failures" in opensAt) {
    checkInteger("failures", opensAt.failures);
    return Breaker.consecutive(opensAt.failures);
  }
  checkInteger("of", opensAt.of);
  return Breaker.rate({ threshold: opensAt.share, size: opensAt.of });
};

/**
 * The policy over the `CircuitBreakerStore` that is provided.
 *
 * @throws {RangeError} If an option is not positive and finite.
 */
export const layerStore = (
  options: CircuitBreakerOptions = {},
): Policy<Breaker.CircuitBreakerStore> => {
  const { key = "thulium", whileOpen = "fail" } = options;
  const tripPolicy = tripPolicyOf(options.opensAt ?? { failures: 5 });
  const openDuration = checkDuration("openFor", options.openFor ?? "30 seconds");
  const maxOpenDuration = checkDuration("maxOpenFor", options.maxOpenFor ?? "5 minutes");
  checkChoice("whileOpen", whileOpen, ["fail", "wait"]);
  const maxWait = checkDuration("maxWait", options.maxWait ?? "2 minutes");
  const circuit: Circuit = { key, tripPolicy, openDuration, maxOpenDuration };
  return policy((next) =>
    Effect.map(Breaker.CircuitBreakerStore, (store) => {
      const once = (batch: Batch) => throughCircuit(store, circuit, next(batch));
      const through = whileOpen === "fail" ? once : (batch: Batch) =>
        Effect.flatMap(
          Clock.currentTimeMillis,
          (now) => waiting(once(batch), now + Duration.toMillis(maxWait)),
        );
      // No call is made for a lookup, so it says nothing of how Thulium is.
      return (batch) =>
        Effect.flatMap(LookupOnly, (isLookup) => isLookup ? next(batch) : through(batch));
    })
  );
};

/**
 * The policy with its state in memory.
 *
 * @throws {RangeError} If an option is not positive and finite.
 */
export const layer = (options?: CircuitBreakerOptions): Policy =>
  Layer.provide(layerStore(options), Layer.fresh(Breaker.layerStoreMemory()));

interface Circuit {
  readonly key: string;
  readonly tripPolicy: Breaker.TripPolicy;
  readonly openDuration: Duration.Duration;
  readonly maxOpenDuration: Duration.Duration;
}

type Store = Breaker.CircuitBreakerStore["Service"];
type Call = Effect.Effect<ReadonlyArray<Outcome>, BatchError>;

/**
 * Makes a call if the circuit lets it, and records what came of it. A store that fails or hangs holds nobody
 * up. (Effect's own `CircuitBreaker.make` does this as well, and publishes each change of state to a stream,
 * which nobody here listens to and every bundle would carry.)
 */
const throughCircuit = (store: Store, circuit: Circuit, call: Call): Call =>
  Effect.uninterruptibleMask((restore) =>
    Effect.scopedWith((scope) =>
      inTime(Scope.provide(store.admit(circuit.key), scope)).pipe(
        Effect.map((admission): Breaker.Admission | undefined => admission),
        Effect.catch(({ reason }) =>
          reason._tag === "CircuitBreakerStoreError"
            ? Effect.as(warnOfStore, undefined)
            : Effect.fail(rejection(reason))
        ),
        Effect.flatMap((admission) =>
          admission === undefined ? restore(call) : Effect.onExit(
            restore(call),
            (exit) => record(store, circuit, admission, classify(exit)),
          )
        ),
      )
    )
  );

const record = (
  store: Store,
  { key, maxOpenDuration, openDuration, tripPolicy }: Circuit,
  { generation }: Breaker.Admission,
  outcome: Breaker.Outcome,
) => {
  const asked = outcome._tag === "Failure" ? outcome.retryAfter : undefined;
  const openFor = asked === undefined
    ? openDuration
    : Duration.max(openDuration, Duration.min(asked, maxOpenDuration));
  return Effect.catch(
    inTime(store.record({ key, generation, outcome: outcome._tag, tripPolicy, openFor })),
    () => warnOfStore,
  );
};

const warnOfStore = Effect.logWarning(
  "The circuit breaker's store failed; the call goes on without",
);

const inTime = <A, R>(
  operation: Effect.Effect<A, Breaker.CircuitBreakerError, R>,
): Effect.Effect<A, Breaker.CircuitBreakerError, R> =>
  Effect.interruptible(
    withinStoreTime(operation, () => new Breaker.CircuitBreakerError({ reason: hanging })),
  );

const hanging = new Breaker.CircuitBreakerStoreError({ message: "the store takes too long" });

const rejection = (reason: Breaker.CircuitBreakerErrorReason): BatchError =>
  batchErrorOf({
    at: "circuit",
    retryAfter: reason._tag === "CircuitOpen"
      ? Headers.retryAfterDuration(reason.retryAfter)
      : undefined,
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

const classify = (exit: Exit.Exit<ReadonlyArray<Outcome>, BatchError>): Breaker.Outcome => {
  if (Exit.isSuccess(exit)) return Breaker.success;
  const [cause] = exit.cause.reasons;
  if (cause?._tag !== "Fail") return Breaker.ignored;
  if (cause.error._tag !== "TransportError") return Breaker.success;
  const { reason } = cause.error;
  switch (reason._tag) {
    case "RateLimited":
    case "CircuitOpen":
    case "ImportStopped":
      return Breaker.ignored;
    case "Unavailable":
      return reason.retryAfter?._tag === "Duration"
        ? Breaker.failure({ retryAfter: reason.retryAfter.duration })
        : Breaker.failure();
    default:
      return Breaker.failure();
  }
};
