/**
 * Stops calls while Thulium does not work. After too many failures the circuit opens: no calls are made until
 * one call tries it again. The customers of the calls that are not made are `NotSent`, at once or after a wait
 * for the circuit, as chosen.
 *
 * A failure is a call that did not get a usable answer: no connection, a lost connection, a timeout, 503 and
 * other 5xx, an unreadable answer. A refusal (4xx) is an answer. 429 counts neither as a failure nor as a
 * success. The circuit's state is in memory with {@linkcode layer}. With {@linkcode layerStore} it is in any
 * store of Effect's `CircuitBreaker`, for processes that share one circuit.
 *
 * Put timeouts inside this policy, so that it sees them as failures. Put retries outside, so that they wait
 * for the circuit.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Breaker from "effect/persistence/CircuitBreaker";
import type { Policy } from "../layer.ts";
import type { CircuitBreakerOptions } from "./options.ts";
import { throughStore } from "./store.ts";
import { check, throughCircuit } from "./through.ts";

export * from "./in_memory.ts";
export * from "./options.ts";

/**
 * The policy with its state in the `CircuitBreakerStore` that is provided.
 *
 * @throws {RangeError} If an option is invalid: a duration or a number must be positive and finite.
 */
export const layerStore = (
  options: CircuitBreakerOptions = {},
): Policy<Breaker.CircuitBreakerStore> => {
  const settings = check(options);
  return throughCircuit(
    settings,
    Effect.map(Breaker.CircuitBreakerStore, (store) => throughStore(store, settings)),
  );
};
