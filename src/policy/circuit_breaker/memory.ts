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
import { circuitOpen } from "./wait.ts";

/** Makes calls through a circuit in memory: each call is admitted before it, and recorded after it. */
export const throughMemory = (
  circuit: Circuit,
  times: OpenTimes,
): (call: Call) => Call =>
(call) =>
  Effect.uninterruptibleMask((restore) =>
    Effect.flatMap(monotonicMillis, (now) => {
      const admitted = circuit.admit(now);
      return "retryAfter" in admitted
        ? Effect.fail(circuitOpen(admitted.retryAfter))
        : Effect.onExit(restore(call), (exit) => {
          const { openFor, verdict } = judge(exit, times);
          return Effect.map(
            monotonicMillis,
            (now) => circuit.record(now, admitted, verdict, openFor),
          );
        });
    })
  );
