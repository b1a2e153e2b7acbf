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
import type { Part, PieceReader } from "../internal/piece_reader.ts";
import { busy } from "./body_budget.ts";
import type { HandlerConfig } from "./config.ts";

/** The body does not come in time. */
export class TooSlow extends FormatError {}

/** There is no room for more of the body. */
export class NoRoom extends FormatError {}

/**
 * The parts of a body. Fails if the next part takes too long, or the whole body does; if there is no room for it; and if
 * it breaks off.
 */
export const bodyParts = (
  reader: PieceReader,
  config: HandlerConfig,
): Stream.Stream<Uint8Array, FormatError> =>
  Stream.unwrap(Effect.map(monotonicMillis, (now) => {
    const end = now + 1000 * (config.streamDeadlineSeconds + config.bodySeconds);
    let isFirst = true;
    const next = nextWithin(reader, end, config).pipe(
      Effect.tap(() => {
        const wait = isFirst ? moment : Effect.void;
        isFirst = false;
        return wait;
      }),
      Effect.flatMap(pulled),
    );
    return Stream.fromPull(Effect.succeed(next));
  }));

/** The next part, if it comes within the time for a part, and before the end of the time for all. */
const nextWithin = (reader: PieceReader, end: number, { bodySeconds }: HandlerConfig) =>
  Effect.flatMap(monotonicMillis, (now) => {
    const left = end - now;
    const isLast = left < 1000 * bodySeconds;
    return Effect.promise(() => reader.next()).pipe(
      Effect.timeoutOrElse({
        duration: isLast ? left : 1000 * bodySeconds,
        orElse: () =>
          Effect.fail(
            new TooSlow({
              message: isLast ? timeOver : `no more of the body came within ${bodySeconds} seconds`,
            }),
          ),
      }),
    );
  });

const timeOver = "the time for this request is over";

const pulled = (part: Part): Pull.Pull<readonly [Uint8Array], FormatError> => {
  switch (part) {
    case "end":
      return Cause.done();
    case "cut":
      return Effect.fail(new FormatError({ message: "the body is incomplete" }));
    case "no-room":
      return Effect.fail(new NoRoom({ message: busy }));
    default:
      return Effect.succeed([part]);
  }
};

/**
 * Before the first rows are sent: gives the runtime the time to notice a caller who left with them, and to cancel the
 * answer.
 */
const moment = Effect.promise(() => new Promise<void>((end) => setTimeout(end, 10)));
