/**
 * A call at an open circuit: how it fails, and how it waits instead if that was chosen.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Headers from "effect/http/Headers";
import { recordWait } from "../../call/events.ts";
import { sleepUnlessStopped } from "../../call/wait.ts";
import type { Call } from "../../call/send.ts";
import type { BatchError } from "../../outcome/error.ts";
import { batchErrorOf } from "../../outcome/error_of.ts";
import { monotonicMillis } from "../../internal/monotonic.ts";

/** The failure of a call at an open circuit; `retryAfter` is in milliseconds, if it is known. */
export const circuitOpen = (retryAfter: number | undefined): BatchError =>
  batchErrorOf({
    at: "circuit",
    retryAfter: retryAfter === undefined
      ? undefined
      : Headers.retryAfterDuration(Duration.millis(retryAfter)),
  });

/** How long to wait for the one call that tries the circuit, in milliseconds. */
const probeMillis = 1000;

/**
 * Makes a call again and again until the circuit lets it through. Fails like the call if the next wait would
 * end after the deadline, in milliseconds of the monotonic clock.
 */
export const waitForCircuit = (call: Call, deadline: number): Call =>
  Effect.catchReason(
    call,
    "TransportError",
    "CircuitOpen",
    ({ retryAfter }, error) =>
      Effect.flatMap(monotonicMillis, (now) => {
        // A circuit gives a duration, never a date.
        const wait = retryAfter?._tag === "Duration"
          ? Math.max(1, Duration.toMillis(retryAfter.duration))
          : probeMillis;
        return now + wait > deadline ? Effect.fail(error) : recordWait("circuit", wait).pipe(
          Effect.andThen(sleepUnlessStopped(wait)),
          Effect.andThen(waitForCircuit(call, deadline)),
        );
      }),
  );
