/**
 * The circuit breaker, wherever its state is: checked options, and the policy that makes its calls through a circuit.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import type { Batch } from "../../batch/model.ts";
import type { Call } from "../../call/send.ts";
import { checkChoice, checkDuration, checkInteger } from "../../internal/check_option.ts";
import { monotonicMillis } from "../../internal/monotonic.ts";
import { type Policy, policy } from "../layer.ts";
import type { CircuitBreakerOptions } from "./options.ts";
import type { StoredCircuitSettings } from "./store.ts";
import { waitForCircuit } from "./wait.ts";

/** {@linkcode CircuitBreakerOptions}, checked. */
export interface Settings extends StoredCircuitSettings {
  readonly waits: boolean;
  readonly maxWaitMillis: number;
}

/** Fills in the defaults. */
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

/** Makes a call if a circuit lets it through, and tells the circuit how the call ended. */
type Through = (call: Call) => Call;

/** The policy that makes its calls through a circuit. */
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
