/**
 * Runs the importer in a process of its own, against a server in Thulium's place. V8 gets the flags that it gets from
 * `deno task import`.
 */
import { manifest } from "../support/manifest.ts";
import { pathOf, type Run, timed } from "./programs.ts";

const taskFlags = /--v8-flags=\S+/.exec(manifest.tasks.import.command) ?? [];

const program = pathOf("../../src/cli/main.ts");

/** What the importer finds in its environment. */
export const environmentOf = (url: string) => ({
  THULIUM_URL: url,
  THULIUM_USER: "api_user",
  THULIUM_PASSWORD: "api_pass",
});

/** What `deno run` is given to import a file, with flags. */
export const importOf = (
  file: string,
  flags: ReadonlyArray<string>,
  main: string = program,
): ReadonlyArray<string> => [
  ...[...taskFlags, main, "import", file, "--no-progress", "--json"],
  ...flags,
];

/** Imports a file, with flags, and measures it. V8 gets further flags by `DENO_V8_FLAGS`. */
export const timedImport = (
  url: string,
  file: string,
  flags: ReadonlyArray<string>,
  v8: { readonly DENO_V8_FLAGS?: string } = {},
): Promise<Run> => timed(importOf(file, flags), { ...environmentOf(url), ...v8 });

/** Syncs a file whose customers the journal knows as they are. */
export const timedSync = (
  url: string,
  file: string,
  journal: string,
): Promise<Run> =>
  timed(
    [
      ...[...taskFlags, program, "sync", file, "--no-progress", "--json"],
      ...["--journal", journal],
    ],
    environmentOf(url),
  );

/** A number of customers, for people. */
export const counted = (count: number): string => count.toLocaleString("en");
