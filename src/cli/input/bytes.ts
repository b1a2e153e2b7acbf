/**
 * The bytes of a file or of standard input.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { type FormatError, formatError } from "../../format/error.ts";
import { attempt, type FileProblem, openFile } from "../files.ts";
import { type UsageError, usageError } from "../usage_error.ts";

const chunkBytes = 262_144;

/** An input's bytes. */
export interface InputBytes {
  /** The bytes, which do not change afterwards. */
  readonly bytes: Stream.Stream<Uint8Array, FormatError>;
  /** The bytes of a file once more, to look through it before it is read. A pipe can't be read twice. */
  readonly look: Stream.Stream<Uint8Array, FormatError> | undefined;
  /**
   * The bytes of a file for who keeps none of them: the next chunk overwrites the one before. Where little else is allocated, V8 lets go of
   * chunks late, so that reading a large file takes 20 to 40 MB more with memory for each of them.
   */
  readonly passing: Stream.Stream<Uint8Array, FormatError> | undefined;
  /** How many bytes the file has. A pipe has no known end. */
  readonly size: number | undefined;
  /** How many bytes were read so far, since they were last read from the beginning, whether they are kept or pass. */
  readonly bytesRead: () => number;
}

const standardInput: ReadonlySet<string> = new Set(["-", "/dev/stdin", "/dev/fd/0"]);

/** Whether a name stands for standard input. */
export const isStandardInput = (file: string): boolean => standardInput.has(file);

const brokenOff = () => formatError({ code: "broken-off" });

/** Opens a file, or standard input (`-`). */
export const openBytes: (file: string) => Effect.Effect<InputBytes, UsageError> = Effect.fnUntraced(
  function* (file) {
    const isStdin = isStandardInput(file);
    const size = isStdin ? undefined : yield* sizeOf(file);
    const content = isStdin
      ? Stream.fromPull(Effect.succeed(chunks(Deno.stdin, newChunk)))
      : readFile(file, () => newChunk);
    let bytesRead = 0;
    const counted = (content: Stream.Stream<Uint8Array, FileProblem>) =>
      Stream.suspend(() => {
        bytesRead = 0;
        return Stream.map(Stream.mapError(content, brokenOff), (chunk) => {
          bytesRead += chunk.length;
          return chunk;
        });
      });
    return {
      bytes: counted(content),
      look: size === undefined ? undefined : Stream.mapError(content, brokenOff),
      passing: size === undefined ? undefined : counted(readFile(file, oneChunk)),
      size,
      bytesRead: () => bytesRead,
    };
  },
);

/** Gives the memory of the next chunk. */
type Memory = () => Uint8Array;

/** Memory of its own for each chunk, because the rows that are being imported are parts of it. */
const newChunk: Memory = () => new Uint8Array(chunkBytes);

/** The same memory for all chunks of one reading. */
const oneChunk = (): Memory => {
  const chunk = newChunk();
  return () => chunk;
};

/** Reads a file, a pipe or a device from its beginning. */
const readFile = (file: string, memory: () => Memory): Stream.Stream<Uint8Array, FileProblem> =>
  Stream.unwrap(
    Effect.map(
      openFile(file, { read: true }),
      (opened) => Stream.fromPull(Effect.succeed(chunks(opened, memory()))),
    ),
  );

const chunks = (opened: Pick<Deno.FsFile, "read">, memory: Memory) =>
  Effect.suspend(() => {
    const chunk = memory();
    return Effect.flatMap(attempt(() => opened.read(chunk)), (size) =>
      size === null ? Cause.done() : Effect.succeed([chunk.subarray(0, size)] as const));
  });

/** The size of a regular file. Fails if the file is a folder or can't be read. */
const sizeOf = (file: string): Effect.Effect<number | undefined, UsageError> =>
  Effect.flatMap(
    Effect.mapError(attempt(() => Deno.stat(file)), (problem) => unreadable(file, problem)),
    ({ isDirectory, isFile, size }) =>
      isDirectory
        ? Effect.fail(usageError(({ usage }) => usage.isFolder(file)))
        : Effect.succeed(isFile ? size : undefined),
  );

const unreadable = (file: string, problem: FileProblem): UsageError =>
  usageError(({ usage }) =>
    problem === "not-found"
      ? usage.notFound(file)
      : problem === "not-allowed"
      ? usage.notAllowed(file, "read")
      : problem === "not-permitted"
      ? usage.mayNotRead(file)
      : usage.cannotRead(file)
  );
