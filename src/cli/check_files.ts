/**
 * Keeps the files of an import apart: one that is written must be none of the others.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";
import * as Path from "effect/Path";
import type { ImportArguments } from "./flags.ts";
import { UsageError } from "./usage_error.ts";

/** Fails if two of the files are one, however they are named. */
export const checkFiles = Effect.fnUntraced(
  function* ({ file, journal, rejects, report }: ImportArguments) {
    const files = [
      ["the input", file === "-" ? undefined : file],
      ["--journal", journal],
      ["--report", report],
      ["--rejects", rejects],
    ] as const;
    const seen = new Map<string, string>();
    for (const [name, file] of files) {
      if (file === undefined) continue;
      const path = yield* realPath(file);
      const other = seen.get(path);
      if (other !== undefined) {
        return yield* new UsageError({ message: `${other} and ${name} must not be the same file` });
      }
      seen.set(path, name);
    }
  },
);

/** The path without links, also of a file that is still to be made. */
const realPath = Effect.fnUntraced(function* (file: string) {
  const fs = yield* FileSystem.FileSystem;
  const path = yield* Path.Path;
  const resolved = path.resolve(file);
  return yield* fs.realPath(resolved).pipe(
    Effect.catch(() =>
      Effect.map(
        fs.realPath(path.dirname(resolved)),
        (folder) => path.join(folder, path.basename(resolved)),
      )
    ),
    Effect.catch(() => Effect.succeed(resolved)),
  );
});
