/**
 * Ends a call after a time, body included, whatever it waits for. Its customers are then `Unknown`,
 * because the request may have arrived; so put it next to the call, inside whatever waits on purpose.
 *
 * `BatchCall.layer` has a deadline of its own. This policy is for calls of another making, or for one
 * import that wants a shorter one.
 *
 * @module
 */
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { batchErrorOf } from "../outcome/error_of.ts";
import { checkDuration } from "../internal/check_option.ts";
import { type Policy, policy } from "./layer.ts";

/** Options of {@linkcode layer}. */
export interface TimeoutOptions {
  /**
   * Longest time for one call.
   *
   * @default "30 seconds"
   */
  readonly duration?: Duration.Input | undefined;
}

/**
 * The policy.
 *
 * @throws {RangeError} If the duration is not positive and finite.
 */
export const layer = (options: TimeoutOptions = {}): Policy => {
  const duration = checkDuration("duration", options.duration ?? "30 seconds");
  return policy((next) =>
    Effect.succeed((batch) =>
      Effect.timeoutOrElse(next(batch), {
        duration,
        orElse: () => Effect.fail(batchErrorOf({ at: "deadline" })),
      })
    )
  );
};
