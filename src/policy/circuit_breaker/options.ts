/**
 * The options of the circuit breaker; what it does is said in `layer.ts`.
 *
 * @module
 */
import type * as Duration from "effect/Duration";

/** Options of `layer` and `layerStore`. */
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
