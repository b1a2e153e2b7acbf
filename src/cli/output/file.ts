/**
 * A file that the importer writes.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";
import type * as Scope from "effect/Scope";
import type { SettledRow } from "../rows_under_way.ts";
import { shownFile, type UsageError, usageError } from "../usage_error.ts";

/** Takes outcomes in the order of their rows. */
export interface OutputFile {
  readonly write: (rows: ReadonlyArray<SettledRow>) => Effect.Effect<void, UsageError>;
  /** Completes the file. */
  readonly finish: Effect.Effect<void, UsageError>;
}

/** Writes text to the end of a file. */
export type Append = (text: string) => Effect.Effect<void, UsageError>;

const encoder = new TextEncoder();

/** Makes an empty file, in place of one with the same name. */
export const createFile = (
  file: string,
): Effect.Effect<Append, UsageError, FileSystem.FileSystem | Scope.Scope> => {
  const failed = () => usageError(({ usage }) => usage.cannotWrite(shownFile(file)));
  return FileSystem.FileSystem.pipe(
    Effect.flatMap((fs) => fs.open(file, { flag: "w" })),
    Effect.mapError(failed),
    Effect.map((opened) => (text) =>
      text === "" ? Effect.void : Effect.mapError(opened.writeAll(encoder.encode(text)), failed)
    ),
  );
};
