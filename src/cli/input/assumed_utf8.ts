/**
 * Bytes whose beginning is UTF-8, and whose rest is checked while it is read, so that a file need not be read for that alone.
 *
 * @module
 */
import * as Data from "effect/Data";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { Utf8Check } from "./utf8_check.ts";

/** The bytes are not UTF-8 after all: their encoding must be found out. */
export class NotUtf8 extends Data.TaggedError("NotUtf8") {}

/** The bytes, as long as they are UTF-8. */
export const assumedUtf8 = <E>(
  bytes: Stream.Stream<Uint8Array, E>,
): Stream.Stream<Uint8Array, E | NotUtf8> =>
  Stream.unwrap(
    // Loaded when it is needed: for large files.
    Effect.map(Effect.promise(() => import("node:buffer")), ({ isUtf8 }) => {
      const check = new Utf8Check(isUtf8);
      const end = Stream.suspend(() => check.finish() ? Stream.empty : Stream.fail(new NotUtf8()));
      return Stream.concat(
        Stream.mapEffect(
          bytes,
          (chunk) => check.add(chunk) ? Effect.succeed(chunk) : Effect.fail(new NotUtf8()),
        ),
        end,
      );
    }),
  );
