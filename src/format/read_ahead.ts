/**
 * Reads the beginning of a stream, to find out how to read it.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Pull from "effect/Pull";
import type * as Scope from "effect/Scope";
import * as Stream from "effect/Stream";

/** A stream in two parts. */
export interface ReadAhead<A, E> {
  /** What was read. */
  readonly head: A;
  /** What follows. */
  readonly rest: Stream.Stream<A, E>;
}

/** Reads until enough is seen, or to the end. */
export const readAhead = <A, E, R>(
  stream: Stream.Stream<A, E, R>,
  join: (parts: ReadonlyArray<A>) => A,
  isEnough: (head: A) => boolean,
): Effect.Effect<ReadAhead<A, E>, E, R | Scope.Scope> =>
  Effect.flatMap(Stream.toPull(stream), (pull) => {
    const read = (head: A): Effect.Effect<ReadAhead<A, E>, E, R> =>
      isEnough(head)
        ? Effect.succeed({ head, rest: Stream.fromPull(Effect.succeed(pull)) })
        : Pull.matchEffect(pull, {
          onSuccess: (parts) => read(join([head, ...parts])),
          onFailure: Effect.failCause,
          onDone: () => Effect.succeed({ head, rest: Stream.empty }),
        });
    return read(join([]));
  });
