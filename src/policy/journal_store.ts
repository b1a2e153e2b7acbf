/**
 * What a journal expects of its store: an answer within a time. A store that hangs is one that failed.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { KeyValueStoreError } from "effect/persistence/KeyValueStore";

const storeTime = "10 seconds";

/** An operation of the store that fails when it takes too long. */
export const withinStoreTime = <A>(
  operation: Effect.Effect<A, KeyValueStoreError>,
): Effect.Effect<A, KeyValueStoreError> =>
  Effect.timeoutOrElse(operation, {
    duration: storeTime,
    orElse: () => Effect.fail(new KeyValueStoreError({ method: "any", message: "took too long" })),
  });
