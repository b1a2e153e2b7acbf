/**
 * The body of a streamed request, part by part, within limits of time and memory.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import type * as Pull from "effect/Pull";
import * as Stream from "effect/Stream";
import { FormatError } from "../format/error.ts";
import { monotonicMillis } from "../internal/monotonic.ts";
import { type Part, PieceReader } from "../internal/piece_reader.ts";
import { busy } from "./body_budget.ts";
import type { HandlerConfig } from "./config.ts";

/** How the body of a request is read. */
export interface BodyOptions {
  readonly config: HandlerConfig;
  /** Says whether there is room for so many bytes that came. */
  readonly hasRoom: (length: number) => boolean;
  /** Runs if the body breaks off, before its rows end. */
  readonly onCut: Effect.Effect<unknown>;
}

/**
 * Reads the body. Fails if the next part takes too long, or the whole body does; if there is no room for it; and if it
 * breaks off.
 */
export const readBody = (
  request: Request,
  options: BodyOptions,
): Stream.Stream<Uint8Array, FormatError> =>
  Stream.unwrap(
    Effect.gen(function* () {
      const reader = yield* Effect.acquireRelease(
        Effect.sync(() => new PieceReader(request, options.hasRoom)),
        (reader) => Effect.sync(() => reader.cancel()),
      );
      const { bodySeconds, streamDeadlineSeconds } = options.config;
      const end = (yield* monotonicMillis) + 1000 * (streamDeadlineSeconds + bodySeconds);
      return Stream.fromPull(Effect.succeed(partsOf(reader, end, options)));
    }),
  );

const partsOf = (
  reader: PieceReader,
  end: number,
  { config, onCut }: BodyOptions,
): Pull.Pull<readonly [Uint8Array], FormatError> => {
  let isFirst = true;
  const readEnd = Effect.promise(() => reader.readEnd());
  return nextWithin(reader, end, config).pipe(
    Effect.tap(() => {
      if (!isFirst && !reader.isEndLeft) return Effect.void;
      isFirst = false;
      return Effect.andThen(moment, reader.isEndLeft ? readEnd : Effect.void);
    }),
    Effect.flatMap((part) => pulled(reader.isCut ? "cut" : part, onCut)),
  );
};

/** The next part, if it comes within the time for a part, and before the end of the time for all. */
const nextWithin = (reader: PieceReader, end: number, { bodySeconds }: HandlerConfig) =>
  Effect.flatMap(monotonicMillis, (now) => {
    const left = end - now;
    const isLast = left < 1000 * bodySeconds;
    return Effect.promise(() => reader.next()).pipe(
      Effect.timeoutOrElse({
        duration: isLast ? left : 1000 * bodySeconds,
        orElse: () =>
          failed(isLast ? timeOver : `no more of the body came within ${bodySeconds} seconds`),
      }),
    );
  });

const timeOver = "the time for this request is over";

const pulled = (
  part: Part,
  onCut: Effect.Effect<unknown>,
): Pull.Pull<readonly [Uint8Array], FormatError> => {
  switch (part) {
    case "end":
      return Cause.done();
    case "cut":
      // Whoever waits for the cut runs before the failure.
      return onCut.pipe(
        Effect.andThen(Effect.yieldNow),
        Effect.andThen(failed("the body is incomplete")),
      );
    case "no-room":
      return failed(busy);
    default:
      return Effect.succeed([part]);
  }
};

/**
 * Before the first and the last rows are sent: gives the runtime the time to notice a caller who left, and to cancel the
 * answer. Only then is the end of the body read, which fails if the caller is gone.
 */
const moment = Effect.promise(() => new Promise<void>((end) => setTimeout(end, 10)));

const failed = (message: string): Effect.Effect<never, FormatError> =>
  Effect.fail(new FormatError({ message }));
