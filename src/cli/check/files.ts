/**
 * Checks that the files of an import are different files, so that none is overwritten by another one.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";
import * as Option from "effect/Option";
import * as Path from "effect/Path";
import { fstatSync } from "node:fs";
import type { ImportArguments } from "../flags.ts";
import { isStandardInput } from "../input/bytes.ts";
import { isAddress } from "../journal.ts";
import { usageError } from "../usage_error.ts";

/** Fails if two names stand for the same file. */
export const checkFiles = Effect.fnUntraced(
  function* (
    { file, journal, mapping, rejects, report, sync, writeMapping }: ImportArguments & {
      readonly file: string;
    },
  ) {
    const files = [
      [undefined, file],
      ["--journal", journal === undefined || isAddress(journal) ? undefined : journal],
      ["--report", report],
      ["--rejects", rejects],
      ["--missing", sync?.missing],
      ["--mapping", mapping],
      ["--write-mapping", writeMapping],
    ] as const;
    const seen = new Map<string, string | undefined>();
    for (const [name, file] of files) {
      if (file === undefined) continue;
      for (const identity of yield* identitiesOf(file)) {
        const other = seen.get(identity);
        if (seen.has(identity) && other !== name) {
          return yield* usageError(({ usage }) =>
            usage.sameFile(other ?? usage.theInput, name ?? usage.theInput)
          );
        }
        seen.set(identity, name);
      }
    }
  },
);

/**
 * What makes a file the same one under another name: the path without links, and the file's own number, which hard links
 * and names that differ in their case share. A device may serve several times.
 */
const identitiesOf = Effect.fnUntraced(function* (file: string) {
  const fs = yield* FileSystem.FileSystem;
  const stat: Effect.Effect<Stat, unknown> = isStandardInput(file) ? standardInput : fs.stat(file);
  const found = yield* Effect.option(stat);
  if (Option.isNone(found)) return [yield* realPath(file)];
  const { dev, ino, type } = found.value;
  if (type === "CharacterDevice") return [];
  const number = Option.map(ino, (ino) => `${dev}:${ino}`);
  return [...Option.toArray(number), ...(isStandardInput(file) ? [] : [yield* realPath(file)])];
});

type Stat = Pick<FileSystem.File.Info, "dev" | "ino" | "type">;

/** What standard input is: perhaps a file that the shell opened. */
const standardInput: Effect.Effect<Stat, unknown> = Effect.try(() => {
  const stat = fstatSync(0, { bigint: true });
  const type = stat.isFile() ? "File" : "CharacterDevice";
  return { dev: stat.dev, ino: Option.some(stat.ino), type };
});

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
