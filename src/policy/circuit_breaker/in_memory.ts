/**
 * The circuit breaker with its state in memory; what it does is said in `layer.ts`.
 *
 * It needs nothing of Effect's `CircuitBreaker`, which loads all of Schema: so a program that uses the standard policies
 * only, such as the importer, starts faster.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Policy } from "../layer.ts";
import { Circuit } from "./circuit.ts";
import { throughMemory } from "./memory.ts";
import type { CircuitBreakerOptions } from "./options.ts";
import { check, throughCircuit } from "./through.ts";

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
