/**
 * The flags as people see them: the group in the help, what stands for the value, and the rule that a value must keep.
 * What a flag does is said in `texts/`, and how it is read in `flags.ts`.
 *
 * @module
 */
import { encodings } from "./input/encodings.ts";

/** The groups of the help, in their order. */
export const flagGroups = [
  "input",
  "check",
  "thulium",
  "sending",
  "again",
  "sync",
  "output",
] as const;

/** A group of the help. */
export type FlagGroup = (typeof flagGroups)[number];

/** What a flag's value must be. A rule follows the flag's name: "--rate must be …". */
export interface FlagRules {
  readonly oneOf: (choices: ReadonlyArray<string>) => string;
  readonly whole: (minimum: number, maximum: number) => string;
  readonly file: string;
  readonly text: string;
  readonly character: string;
  readonly pair: string;
  readonly columnOnce: string;
  readonly key: string;
  readonly duration: string;
  readonly share: string;
  readonly yes: string;
  readonly once: string;
}

/** What stands for a value in the help. Where a flag takes one of a few values, these stand there themselves. */
export type Metavar =
  | "FILE"
  | "NAME"
  | "N"
  | "SECONDS"
  | "COLUMN"
  | "COLUMN=FIELD"
  | "FIELD"
  | "CHARACTER"
  | "SHARE"
  | "DURATION"
  | "URL"
  | "LEVEL";

/** A flag as people see it. */
export interface FlagDoc {
  readonly group: FlagGroup;
  /** What stands for the value; the values themselves; or nothing, if the flag takes none. */
  readonly value: Metavar | ReadonlyArray<string> | undefined;
  readonly rule: (rules: FlagRules) => string;
}

const whole = (
  group: FlagGroup,
  minimum = 1,
  value: Metavar = "N",
  maximum = largest,
): FlagDoc => ({
  group,
  value,
  rule: ({ whole }) => whole(minimum, maximum),
});

const file = (group: FlagGroup): FlagDoc => ({ group, value: "FILE", rule: ({ file }) => file });

const yes = (group: FlagGroup): FlagDoc => ({
  group,
  value: undefined,
  rule: ({ yes }) => yes,
});

const text = (group: FlagGroup, value: Metavar): FlagDoc => ({
  group,
  value,
  rule: ({ text }) => text,
});

const choice = (group: FlagGroup, choices: ReadonlyArray<string>): FlagDoc => ({
  group,
  value: choices,
  rule: ({ oneOf }) => oneOf(choices),
});

/** The largest number that a flag takes. So many seconds are a time that timers of JavaScript hold. */
export const largest = 1_000_000;
/** The largest number of a line. */
export const largestLine = 1_000_000_000;

/** The values of flags that take one of a few. */
export const choices = {
  format: ["csv", "ndjson", "json", "xlsx"],
  encoding: encodings,
  nulls: ["omit"],
  fullName: ["split", "surname"],
  lang: ["en", "pl"],
  empty: ["keep", "clear"],
} as const;

const logLevels = ["all", "trace", "debug", "info", "warn", "error", "fatal", "none"];
const shells = ["bash", "zsh", "fish", "powershell"];

/** The flags, in the order of the help. */
export const flagDocs = {
  format: choice("input", choices.format),
  encoding: { ...choice("input", choices.encoding), value: "NAME" },
  delimiter: { group: "input", value: "CHARACTER", rule: ({ character }) => character },
  map: { group: "input", value: "COLUMN=FIELD", rule: ({ pair }) => pair },
  mapping: file("input"),
  skip: text("input", "COLUMN"),
  "skip-unknown": yes("input"),
  sheet: text("input", "NAME"),
  "header-row": whole("input"),
  "full-name": choice("input", choices.fullName),
  nulls: choice("input", choices.nulls),
  "from-line": whole("input", 1, "N", largestLine),
  "dry-run": yes("check"),
  "write-mapping": file("check"),
  template: file("check"),
  strict: yes("check"),
  "allow-duplicates": yes("check"),
  "max-rejected": { group: "check", value: "SHARE", rule: ({ share }) => share },
  "no-check": yes("check"),
  url: text("thulium", "URL"),
  system: text("thulium", "NAME"),
  user: text("thulium", "NAME"),
  "batch-size": whole("sending"),
  concurrency: whole("sending"),
  rate: whole("sending"),
  retries: whole("sending", 0),
  timeout: whole("sending", 1, "SECONDS"),
  deadline: { group: "sending", value: "DURATION", rule: ({ duration }) => duration },
  "stop-after-failures": whole("sending", 0),
  journal: file("again"),
  key: { group: "again", value: "FIELD", rule: ({ key }) => key },
  reconcile: yes("again"),
  "absent-after": whole("again", 1, "SECONDS"),
  empty: choice("sync", choices.empty),
  missing: file("sync"),
  diff: yes("sync"),
  report: file("output"),
  rejects: file("output"),
  json: yes("output"),
  "no-progress": yes("output"),
  lang: choice("output", choices.lang),
  "log-level": { ...choice("output", logLevels), value: "LEVEL" },
  completions: choice("output", shells),
  help: yes("output"),
  version: yes("output"),
} as const satisfies { readonly [flag: string]: FlagDoc };

/** The name of a flag. */
export type FlagName = keyof typeof flagDocs;

/** Whether there is such a flag. */
export const isFlagName = (name: string): name is FlagName => Object.hasOwn(flagDocs, name);
