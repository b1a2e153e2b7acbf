/**
 * A file that the importer writes.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import type * as Scope from "effect/Scope";
import { attempt, type FileProblem, openFile } from "../files.ts";
import type { Format } from "../input/format.ts";
import type { SettledRow } from "../rows_under_way.ts";
import type { Texts, Unit } from "../texts/table.ts";
import { shownFile, type UsageError, usageError } from "../usage_error.ts";

/** What the files are written for. */
export interface OutputOptions {
  /** The format of the input, which is that of the rejects. */
  readonly format: Format;
  /** The sheet of the input, if it is a workbook: so the same command reads the rejects. */
  readonly sheet: string | undefined;
  /** The language of the reasons. */
  readonly texts: Texts;
  readonly unit: Unit;
}

/** Takes outcomes in the order of their rows. */
export interface OutputFile {
  readonly write: (rows: ReadonlyArray<SettledRow>) => Effect.Effect<void, UsageError>;
  /** Completes the file. */
  readonly finish: Effect.Effect<void, UsageError>;
}

/** Writes to the end of a file, and the first time, even if it is nothing, in place of what is in the file. */
export type Append = (content: string | Uint8Array) => Effect.Effect<void, UsageError>;

/** The longest text that a file of no rows may have. */
export const ofNobody = "[]\n";

const encoder = new TextEncoder();

/** A pipe may take a part at a time. */
const writeAll = async (file: Deno.FsFile, bytes: Uint8Array): Promise<void> => {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
};

/**
 * Opens a file, a pipe or a device. **What is in a file stays there until it is first written to**, because the input
 * may turn out to be unusable. If nothing is written, a file that is new vanishes again. `refusesOld`: what somebody may
 * have written into a file is not overwritten.
 */
export const createFile: (
  file: string,
  options?: { readonly refusesOld: boolean },
) => Effect.Effect<Append, UsageError, Scope.Scope> = Effect.fnUntraced(
  function* (file, { refusesOld } = { refusesOld: false }) {
    const failed = (problem: FileProblem) =>
      usageError(({ usage }) =>
        problem === "not-allowed"
          ? usage.notAllowed(shownFile(file), "write")
          : usage.cannotWrite(shownFile(file))
      );
    const found = yield* Effect.result(attempt(() => Deno.stat(file)));
    const isNew = Result.isFailure(found) && found.failure === "not-found";
    if (
      refusesOld && Result.isSuccess(found) && found.success.isFile &&
      found.success.size > ofNobody.length
    ) {
      return yield* usageError(({ usage }) => usage.rejectsExist(shownFile(file)));
    }
    let isBegun = false;
    yield* Effect.addFinalizer(() =>
      isNew && !isBegun ? Effect.ignore(attempt(() => Deno.remove(file))) : Effect.void
    );
    // Opened to append: a pipe has no places to write to.
    const opened = yield* Effect.mapError(openFile(file, { append: true, create: true }), failed);
    const { isFile } = yield* Effect.mapError(attempt(() => opened.stat()), failed);
    const begin = Effect.suspend(() => {
      if (isBegun) return Effect.void;
      isBegun = true;
      return isFile ? attempt(() => opened.truncate(0)) : Effect.void;
    });
    return (content) => {
      const bytes = typeof content === "string" ? encoder.encode(content) : content;
      return begin.pipe(
        Effect.andThen(bytes.length === 0 ? Effect.void : attempt(() => writeAll(opened, bytes))),
        Effect.mapError(failed),
      );
    };
  },
);
