/**
 * The circuit breaker with its state in memory; what it does is said in `layer.ts`.
 *
 * It needs nothing of Effect's `CircuitBreaker`, which loads all of Schema: so a program that uses the standard policies
 * only, such as the importer, starts faster.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import type { Batch } from "../../batch/model.ts";
import type { Call } from "../../call/send.ts";
import { checkChoice, checkDuration, checkInteger } from "../../internal/check_option.ts";
import { type Policy, policy } from "../layer.ts";
import { monotonicMillis } from "../../internal/monotonic.ts";
import { Circuit, type OpensAt } from "./circuit.ts";
import type { OpenTimes } from "./health.ts";
import { throughMemory } from "./memory.ts";
import { waitForCircuit } from "./wait.ts";

/** Options of {@linkcode layer} and `layerStore`. */
export interface CircuitBreakerOptions {
  /**
   * What opens the circuit: a number of failures in a row, or a share of the last calls.
   *
   * @default 5 failures in a row
   */
  readonly opensAt?: { readonly failures: number } | ShareOfCalls | undefined;
  /**
   * How long the circuit stays open before one call tries it. A `Retry-After` of a 503 may prolong it.
   *
   * @default "30 seconds"
   */
  readonly openFor?: Duration.Input | undefined;
  /**
   * The longest time that a `Retry-After` may keep the circuit open.
   *
   * @default "5 minutes"
   */
  readonly maxOpenFor?: Duration.Input | undefined;
  /**
   * `fail`: while the circuit is open, customers are `NotSent` at once. `wait`: they wait for the circuit, up
   * to `maxWait`.
   *
   * @default "fail"
   */
  readonly whileOpen?: "fail" | "wait" | undefined;
  /**
   * The longest wait for the circuit.
   *
   * @default "2 minutes"
   */
  readonly maxWait?: Duration.Input | undefined;
  /**
   * The circuit's name in its store. Policies with the same name share the circuit.
   *
   * @default "thulium"
   */
  readonly key?: string | undefined;
}

/** A share of the last calls. */
export interface ShareOfCalls {
  /** The share of failures that opens the circuit: above 0, at most 1. */
  readonly share: number;
  /** How many of the last calls count. The circuit does not open before that many were made. */
  readonly of: number;
}

/** @internal {@linkcode CircuitBreakerOptions}, checked. */
export interface Settings extends OpenTimes {
  readonly opensAt: OpensAt;
  /** The circuit's name in a store. */
  readonly key: string;
  readonly waits: boolean;
  readonly maxWaitMillis: number;
}

/** @internal Fills in the defaults. */
export const check = (options: CircuitBreakerOptions): Settings => {
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

/**
 * The policy with its state in memory.
 *
 * @throws {RangeError} If an option is invalid: a duration or a number must be positive and finite.
 */
export const layer = (options: CircuitBreakerOptions = {}): Policy => {
  const settings = check(options);
  return throughCircuit(
    settings,
    Effect.sync(() => throughMemory(new Circuit(settings.opensAt), settings)),
  );
};

/** Makes a call if a circuit lets it through, and tells the circuit how the call ended. */
type Through = (call: Call) => Call;

/** @internal The policy that makes its calls through a circuit. */
export const throughCircuit = <R>(
  { maxWaitMillis, waits }: Settings,
  makeThrough: Effect.Effect<Through, never, R>,
): Policy<Exclude<R, Scope.Scope>> =>
  policy((next) =>
    Effect.map(makeThrough, (through) => {
      return (batch: Batch) => {
        const call = through(next(batch));
        return waits
          ? Effect.flatMap(
            monotonicMillis,
            (now) => waitForCircuit(call, now + maxWaitMillis),
          )
          : call;
      };
    })
  );
