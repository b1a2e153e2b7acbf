/** Runs the importer in a process of its own, against a server in Thulium's place. */
import { pathOf, type Run, timed } from "./programs.ts";

/** Imports a file, with flags, and measures it. */
export const timedImport = (
  url: string,
  file: string,
  flags: ReadonlyArray<string>,
): Promise<Run> =>
  timed(
    [pathOf("../../src/cli/main.ts"), "import", file, "--no-progress", "--json", ...flags],
    { THULIUM_URL: url, THULIUM_USER: "api_user", THULIUM_PASSWORD: "api_pass" },
  );

/** Syncs a file whose customers the journal knows as they are. */
export const timedSync = (
  url: string,
  file: string,
  journal: string,
): Promise<Run> =>
  timed(
    [
      ...[pathOf("../../src/cli/main.ts"), "sync", file, "--no-progress", "--json"],
      ...["--journal", journal],
    ],
    { THULIUM_URL: url, THULIUM_USER: "api_user", THULIUM_PASSWORD: "api_pass" },
  );

/** A number of customers, for people. */
export const counted = (count: number): string => count.toLocaleString("en");
