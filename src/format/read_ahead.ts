/**
 * Reads the beginning of bytes, which tells how to read all of them.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Pull from "effect/Pull";
import type * as Scope from "effect/Scope";
import * as Stream from "effect/Stream";
import { joinBytes } from "../internal/bytes.ts";

/** Bytes whose beginning was read. */
export interface ReadAhead<E> {
  /** The beginning. */
  readonly head: Uint8Array;
  /** Whether the beginning is all there is. */
  readonly isWhole: boolean;
  /** All bytes, from the first one. */
  readonly all: Stream.Stream<Uint8Array, E>;
}

/** Reads up to a part that is enough, or to more than `maxBytes`, or to the end. */
export const readAhead = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  isEnough: (part: Uint8Array) => boolean,
  maxBytes: number,
): Effect.Effect<ReadAhead<E>, E, R | Scope.Scope> =>
  Effect.flatMap(Stream.toPull(bytes), (pull) => {
    const parts: Array<Uint8Array> = [];
    let length = 0;
    const found = (rest: Stream.Stream<Uint8Array, E>, isWhole = false): ReadAhead<E> => ({
      head: joinBytes(parts),
      isWhole,
      all: Stream.concat(Stream.fromArray(parts), rest),
    });
    const read: Effect.Effect<ReadAhead<E>, E, R> = Pull.matchEffect(pull, {
      onSuccess: (next) => {
        parts.push(...next);
        length += next.reduce((sum, part) => sum + part.length, 0);
        return next.some(isEnough) || length > maxBytes
          ? Effect.succeed(found(Stream.fromPull(Effect.succeed(pull))))
          : read;
      },
      onFailure: Effect.failCause,
      onDone: () => Effect.succeed(found(Stream.empty, true)),
    });
    return read;
  });
