/**
 * A circuit whose state is in the memory of this process.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Call } from "../../call/send.ts";
import { monotonicMillis } from "../../internal/monotonic.ts";
import type { Circuit } from "./circuit.ts";
import { judge, type OpenTimes } from "./health.ts";
import { recordChange } from "./changes.ts";
import { circuitOpen } from "./wait.ts";

/** Makes calls through a circuit in memory: each call is admitted before it, and recorded after it. */
export const throughMemory = (
  circuit: Circuit,
  times: OpenTimes,
): (call: Call) => Call =>
(call) =>
  Effect.uninterruptibleMask((restore) =>
    Effect.flatMap(monotonicMillis, (now) => {
      const stateBefore = circuit.state;
      const admitted = circuit.admit(now);
      if ("retryAfter" in admitted) return Effect.fail(circuitOpen(admitted.retryAfter));
      const recorded = Effect.onExit(restore(call), (exit) => {
        const { openFor, verdict } = judge(exit, times);
        return Effect.flatMap(monotonicMillis, (now) => {
          const stateBefore = circuit.state;
          circuit.record(now, admitted, verdict, openFor);
          return recordChange(stateBefore, circuit.state);
        });
      });
      return Effect.andThen(recordChange(stateBefore, circuit.state), recorded);
    })
  );
