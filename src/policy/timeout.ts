/**
 * Ends a call after a time. The time covers everything that the call does: the request, the answer's body, and
 * all waits inside it. The customers are then `Unknown`, because the request may have arrived. So put this
 * policy next to the call, inside the policies that wait on purpose.
 *
 * `BatchCall.layer` has a timeout of its own. This policy is for other implementations of `BatchCall`, and for
 * one import that needs a shorter timeout.
 *
 * @module
 */
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { type LastRequest, notingRequest } from "../call/last_request.ts";
import { checkDuration } from "../internal/check_option.ts";
import { batchErrorOf } from "../outcome/error_of.ts";
import { type Policy, policy } from "./layer.ts";

/** Options of {@linkcode layer}. */
export interface TimeoutOptions {
  /**
   * The longest time for one call.
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
      Effect.suspend(() => {
        const last: LastRequest = {};
        return Effect.timeoutOrElse(notingRequest(next(batch), last), {
          duration,
          orElse: () => Effect.fail(batchErrorOf({ at: "deadline" }, last.id, batch.operation)),
        });
      })
    )
  );
};
