/**
 * A circuit whose state is in the memory of this process.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import type { Call } from "../../call/send.ts";
import { monotonicMillisOf } from "../../internal/monotonic.ts";
import type { Admission, Circuit } from "./circuit.ts";
import { judge, type OpenTimes } from "./health.ts";
import { recordChange } from "./changes.ts";
import { circuitOpen } from "./wait.ts";

/** Makes calls through a circuit in memory: each call is admitted before it, and recorded after it. */
export const throughMemory = (
  circuit: Circuit,
  times: OpenTimes,
): (call: Call) => Call =>
(call) =>
  Effect.withFiber((fiber) => {
    const clock = fiber.getRef(Clock.Clock);
    let admitted: Admission | undefined;
    // The call is admitted below the finalizer that records it, so that no interruption comes between.
    const made = Effect.suspend(() => {
      const before = circuit.state;
      const answer = circuit.admit(monotonicMillisOf(clock));
      if ("retryAfter" in answer) return Effect.fail(circuitOpen(answer.retryAfter));
      admitted = answer;
      return before === circuit.state
        ? call
        : Effect.andThen(recordChange(before, circuit.state), call);
    });
    return Effect.onExitPrimitive(made, (exit) => {
      if (admitted === undefined) return undefined;
      const { openFor, verdict } = judge(exit, times);
      const before = circuit.state;
      circuit.record(monotonicMillisOf(clock), admitted, verdict, openFor);
      return before === circuit.state ? undefined : recordChange(before, circuit.state);
    });
  });
