/**
 * Checks that the files of an import are different files, so that none is overwritten by another one.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import { attempt, type FileProblem } from "./files.ts";
import type { ImportArguments } from "./flags.ts";
import { isStandardInput } from "./input/bytes.ts";
import { isAddress } from "./address.ts";
import { usageError } from "./usage_error.ts";

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
  const isStdin = isStandardInput(file);
  const found = yield* Effect.option(isStdin ? standardInput : attempt(() => statOf(file)));
  if (Option.isNone(found)) return [yield* realPath(file)];
  const { dev, ino, isCharDevice } = found.value;
  if (isCharDevice) return [];
  return [...(ino === null ? [] : [`${dev}:${ino}`]), ...(isStdin ? [] : [yield* realPath(file)])];
});

interface Stat {
  readonly dev: bigint | number;
  readonly ino: bigint | number | null;
  readonly isCharDevice: boolean | null;
}

const statOf = async (file: string): Promise<Stat> => {
  const stat = await Deno.stat(file);
  if (stat.ino === null || Number.isSafeInteger(stat.ino)) return stat;
  // Rounded, so that two files may have it.
  const { statSync } = await import("node:fs");
  return { ...stat, ino: statSync(file, { bigint: true }).ino };
};

/** What standard input is: perhaps a file that the shell opened. */
const standardInput: Effect.Effect<Stat, FileProblem> = attempt(async () => {
  const { fstatSync } = await import("node:fs");
  const stat = fstatSync(0, { bigint: true });
  return { dev: stat.dev, ino: stat.ino, isCharDevice: !stat.isFile() };
});

/** The path without links, even if the file does not exist yet. */
const realPath = (file: string): Effect.Effect<string> =>
  attempt(() => Deno.realPath(file)).pipe(
    Effect.catch(() => {
      const start = file.search(nameInFolder);
      const folder = start === 0 ? "." : file.slice(0, start);
      return Effect.map(
        attempt(() => Deno.realPath(folder)),
        (path) => `${path}/${file.slice(start)}`,
      );
    }),
    Effect.catch(() => Effect.succeed(file)),
  );

/** The name of a file, without its folder. */
const nameInFolder = Deno.build.os === "windows" ? /[^\\/:]*$/ : /[^/]*$/;
