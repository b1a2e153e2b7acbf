/**
 * The bytes of a file or of standard input.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";
import type { PlatformError } from "effect/PlatformError";
import * as Stdio from "effect/Stdio";
import * as Stream from "effect/Stream";
import { createReadStream } from "node:fs";
import { type FormatError, formatError } from "../../format/error.ts";
import { type UsageError, usageError } from "../usage_error.ts";

const chunkBytes = 262_144;

/** An input's bytes. */
export interface InputBytes {
  /** The bytes, which do not change afterwards. */
  readonly bytes: Stream.Stream<Uint8Array, FormatError>;
  /** The bytes of a file once more, to look through it before it is read. A pipe can't be read twice. */
  readonly look: Stream.Stream<Uint8Array, FormatError> | undefined;
  /** How many bytes the file has. A pipe has no known end. */
  readonly size: number | undefined;
  /** How many bytes were read so far, since they were last read from the beginning. */
  readonly bytesRead: () => number;
}

const standardInput: ReadonlySet<string> = new Set(["-", "/dev/stdin", "/dev/fd/0"]);

/** Whether a name stands for standard input. */
export const isStandardInput = (file: string): boolean => standardInput.has(file);

const brokenOff = () => formatError({ code: "broken-off" });

/** Opens a file, or standard input (`-`). */
export const openBytes: (
  file: string,
) => Effect.Effect<InputBytes, UsageError, FileSystem.FileSystem | Stdio.Stdio> = Effect.fnUntraced(
  function* (file) {
    const fs = yield* FileSystem.FileSystem;
    const { stdin } = yield* Stdio.Stdio;
    const isStdin = isStandardInput(file);
    const size = isStdin ? undefined : yield* sizeOf(fs, file);
    const content = isStdin ? stdin : size === undefined ? readPipe(file) : readFile(fs, file);
    let bytesRead = 0;
    const bytes = Stream.suspend(() => {
      bytesRead = 0;
      return Stream.map(Stream.mapError(content, brokenOff), (chunk) => {
        bytesRead += chunk.length;
        return chunk;
      });
    });
    const look = size === undefined ? undefined : Stream.mapError(readFile(fs, file), brokenOff);
    return { bytes, look, size, bytesRead: () => bytesRead };
  },
);

/** Reads a file. Each chunk has memory of its own, because the rows that are being imported are parts of it. */
export const readFile = (
  fs: FileSystem.FileSystem,
  file: string,
): Stream.Stream<Uint8Array, PlatformError> =>
  Stream.unwrap(
    Effect.map(fs.open(file), (opened) => Stream.fromPull(Effect.succeed(nextChunk(opened)))),
  );

const nextChunk = (opened: FileSystem.File) =>
  Effect.suspend(() => {
    const chunk = new Uint8Array(chunkBytes);
    return Effect.flatMap(opened.read(chunk), (size) =>
      Number(size) === 0
        ? Cause.done()
        : Effect.succeed([chunk.subarray(0, Number(size))] as const));
  });

/** Reads a pipe or a device from beginning to end. It has no places that could be read again. */
const readPipe = (file: string): Stream.Stream<Uint8Array, unknown> =>
  Stream.suspend(() =>
    Stream.fromAsyncIterable<Uint8Array, unknown>(createReadStream(file), (error) => error)
  );

/** The size of a regular file. Fails if the file is a folder or can't be read. */
const sizeOf = (
  fs: FileSystem.FileSystem,
  file: string,
): Effect.Effect<number | undefined, UsageError> =>
  Effect.flatMap(
    Effect.mapError(fs.stat(file), (error) => unreadable(file, error)),
    ({ size, type }) =>
      type === "Directory"
        ? Effect.fail(usageError(({ usage }) => usage.isFolder(file)))
        : Effect.succeed(type === "File" ? Number(size) : undefined),
  );

const unreadable = (file: string, { reason }: PlatformError): UsageError =>
  usageError(({ usage }) =>
    reason._tag === "NotFound"
      ? usage.notFound(file)
      : reason._tag === "PermissionDenied"
      ? usage.mayNotRead(file)
      : usage.cannotRead(file)
  );
