/**
 * The start of a stream: its first rows decide whether the answer is 200, because a status can't be taken back.
 *
 * @module
 */
import * as Arr from "effect/Array";
import type * as Cause from "effect/Cause";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import * as Option from "effect/Option";
import * as Scope from "effect/Scope";
import * as Stream from "effect/Stream";

/** A caller who wants to see the answer begin before it sends more rows waits so long, and not for ever. */
const patience = Duration.seconds(5);

/** The first rows of a stream, and how the stream ended if it has ended. */
export interface FirstRows<A, E> {
  readonly rows: ReadonlyArray<A>;
  readonly end?: Exit.Exit<never, E | Cause.Done> | undefined;
}

/**
 * Runs a stream until its first rows are there, and on while `refusal` would refuse what came. If it refuses the stream
 * as it has ended, its reply is what this fails with; otherwise the whole stream comes back, the first rows included.
 * A stream that is refused, or whose caller leaves, has ended by then; others end with the scope. `refusal` must not refuse many rows in a row,
 * because they are kept.
 */
export const withFirstRows = <A, E, Refusal>(
  stream: Stream.Stream<A, E>,
  refusal: (first: FirstRows<A, E>) => Refusal | undefined,
): Effect.Effect<Stream.Stream<A, E>, Refusal, Scope.Scope> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const scope = yield* Scope.fork(yield* Effect.scope);
      const pull = yield* Scope.provide(Stream.toPull(stream), scope);
      const read = (rows: ReadonlyArray<A>): Effect.Effect<FirstRows<A, E>> =>
        Effect.flatMap(Effect.exit(pull), (exit) => {
          if (Exit.isFailure(exit)) {
            return Effect.succeed({ rows, end: Exit.failCause(exit.cause) });
          }
          const more = [...rows, ...exit.value];
          return refusal({ rows: more }) === undefined
            ? Effect.succeed({ rows: more })
            : read(more);
        });
      const reading = yield* Effect.forkIn(Effect.interruptible(read([])), scope);
      const waiting = restore(Effect.timeoutOption(Fiber.join(reading), patience));
      const first = Option.getOrUndefined(
        yield* Effect.onError(waiting, (cause) => Scope.close(scope, Exit.failCause(cause))),
      );
      const refused = first?.end && refusal(first);
      if (refused !== undefined) {
        yield* Scope.close(scope, Exit.void);
        return yield* Effect.fail(refused);
      }
      const start = Stream.unwrap(Effect.map(Fiber.join(reading), ({ rows, end }) => {
        const rest = Stream.fromPull(Effect.succeed(end ?? pull));
        return Arr.isReadonlyArrayNonEmpty(rows)
          ? Stream.concat(Stream.fromArray(rows), rest)
          : rest;
      }));
      return Stream.onExit(start, (exit) => Scope.close(scope, exit));
    })
  );
