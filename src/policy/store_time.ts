/**
 * The time within which a store must answer. A store that hangs counts as one that failed.
 *
 * @module
 */
import * as Effect from "effect/Effect";

const storeTime = "10 seconds";

/** Makes an operation of a store fail with `hanging()` if it takes longer than a store may. */
export const withinStoreTime = <A, E, R, E2>(
  operation: Effect.Effect<A, E, R>,
  hanging: () => E2,
): Effect.Effect<A, E | E2, R> =>
  Effect.timeoutOrElse(operation, {
    duration: storeTime,
    orElse: () => Effect.fail(hanging()),
  });
