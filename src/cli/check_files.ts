/**
 * Checks that the files of an import are different files, so that none is overwritten by another one.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";
import * as Path from "effect/Path";
import type { ImportArguments } from "./flags.ts";
import { isAddress } from "./journal.ts";
import { usageError } from "./usage_error.ts";

/** Fails if two names stand for the same file. */
export const checkFiles = Effect.fnUntraced(
  function* (
    { file, journal, mapping, rejects, report, writeMapping }: ImportArguments & {
      readonly file: string;
    },
  ) {
    const files = [
      [undefined, file === "-" ? undefined : file],
      ["--journal", journal === undefined || isAddress(journal) ? undefined : journal],
      ["--report", report],
      ["--rejects", rejects],
      ["--mapping", mapping],
      ["--write-mapping", writeMapping],
    ] as const;
    const seen = new Map<string, string | undefined>();
    for (const [name, file] of files) {
      if (file === undefined) continue;
      const path = yield* realPath(file);
      if (seen.has(path)) {
        const other = seen.get(path);
        return yield* usageError(({ usage }) =>
          usage.sameFile(other ?? usage.theInput, name ?? usage.theInput)
        );
      }
      seen.set(path, name);
    }
  },
);

/** The path without links, even if the file does not exist yet. */
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
