/**
 * What policies expect of a store: an answer within a time. A store that hangs is one that failed.
 *
 * @module
 */
import * as Effect from "effect/Effect";

const storeTime = "10 seconds";

/** An operation of a store, which fails as told when it takes too long. */
export const withinStoreTime = <A, E, R, E2>(
  operation: Effect.Effect<A, E, R>,
  hanging: () => E2,
): Effect.Effect<A, E | E2, R> =>
  Effect.timeoutOrElse(operation, {
    duration: storeTime,
    orElse: () => Effect.fail(hanging()),
  });
