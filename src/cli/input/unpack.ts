/**
 * Unpacks gzip while it is read. A file of some kilobytes can become terabytes, so it may not grow far more than files
 * of customers do.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { type FormatError, formatError } from "../../format/error.ts";

type Bytes = Stream.Stream<Uint8Array, FormatError>;

/** So many bytes are unpacked whatever they were packed from. */
const alwaysAllowed = 64 * 1024 * 1024;
/** How many bytes may become of one after that. Lists of customers become ten or twenty. */
const mostPerByte = 200;

/** The bytes of a compressed input. Several archives one after the other are one input, as they are to gzip. */
export const unpack = (packed: Bytes): Bytes =>
  Stream.unwrap(
    Effect.map(
      // Loaded when it is needed: most inputs are not compressed.
      Effect.promise(() => Promise.all([import("node:zlib"), import("node:stream")])),
      ([{ createGunzip }, { Readable }]) => {
        let read = 0;
        let written = 0;
        let cause: FormatError | undefined;
        const source = packed.pipe(
          Stream.map((chunk) => {
            read += chunk.length;
            return chunk;
          }),
          Stream.tapError((error) => Effect.sync(() => cause = error)),
          Stream.toAsyncIterable,
        );
        const unpacker = createGunzip();
        const input = Readable.from(source, { objectMode: false });
        input.on("error", (error) => unpacker.destroy(error));
        const failed = () => cause ?? formatError({ code: "gzip-damaged" });
        return Stream.fromAsyncIterable<Uint8Array, FormatError>(input.pipe(unpacker), failed).pipe(
          Stream.mapEffect((chunk) => {
            written += chunk.length;
            return written > alwaysAllowed && written > mostPerByte * read
              ? Effect.fail(formatError({ code: "gzip-too-large" }))
              // A copy: the chunk may be a part of memory that is used again.
              : Effect.succeed(new Uint8Array(chunk));
          }),
          Stream.ensuring(Effect.sync(() => {
            input.destroy();
            unpacker.destroy();
          })),
        );
      },
    ),
  );
