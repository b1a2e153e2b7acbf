/**
 * The arguments of `import` and `sync`: how their values are read. What each one does is said in `texts/`, and which rule
 * its value must keep in `flag_docs.ts`; a value that is refused here is explained from there.
 *
 * Two parsers read by these tables, `arguments.ts` and `command.ts`, and must give the same. The tables need nothing of
 * Effect's `cli`, because most runs start without it.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import { comparedName } from "../format/cut/table/plain_name.ts";
import { choices, type FlagName, largest, largestLine } from "./flag_docs.ts";
import { isKey } from "./key.ts";
import { readShare } from "./share.ts";

/** A flag that takes no value. `--no-…` says that it is not set. */
interface Switch<Otherwise> {
  readonly takes: "nothing";
  readonly name: FlagName;
  readonly otherwise: Otherwise;
}

/** A flag that takes one value. `read` gives `undefined` for a value that breaks the flag's rule. */
interface OneValue<Value, Otherwise> {
  readonly takes: "one";
  readonly name: FlagName;
  readonly choices?: ReadonlyArray<string> | undefined;
  readonly read: (text: string) => Value | undefined;
  readonly otherwise: Otherwise;
}

/**
 * A flag that may be given again and again. `readAll` gives `undefined` for values that do not go together: a column that
 * is named twice.
 */
interface ManyValues<Values> {
  readonly takes: "many";
  readonly name: FlagName;
  readonly isValid: (text: string) => boolean;
  readonly readAll: (texts: ReadonlyArray<string>) => Values | undefined;
}

/** How a flag is read. */
export type FlagReader = Switch<unknown> | OneValue<unknown, unknown> | ManyValues<unknown>;

/** How flags are read, by the names of their values. */
export type FlagReaders = { readonly [name: string]: FlagReader };

type ValueOf<Reader> = Reader extends Switch<infer Otherwise> ? boolean | Otherwise
  : Reader extends OneValue<infer Value, infer Otherwise> ? Value | Otherwise
  : Reader extends ManyValues<infer Values> ? Values
  : never;

/** The values of flags. */
export type ValuesOf<Readers extends FlagReaders> = {
  readonly [name in keyof Readers]: ValueOf<Readers[name]>;
};

const yes = (name: FlagName): Switch<false> => ({ takes: "nothing", name, otherwise: false });

const oneOr = <Value, Otherwise>(
  name: FlagName,
  read: (text: string) => Value | undefined,
  otherwise: Otherwise,
): OneValue<Value, Otherwise> => ({ takes: "one", name, read, otherwise });

const one = <Value>(name: FlagName, read: (text: string) => Value | undefined) =>
  oneOr(name, read, undefined);

const text = (name: FlagName) => one(name, (text) => text === "" ? undefined : text);

const choiceOr = <const Choices extends ReadonlyArray<string>, Otherwise>(
  name: FlagName,
  choices: Choices,
  otherwise: Otherwise,
) => ({
  ...oneOr(
    name,
    (text): Choices[number] | undefined => choices.find((choice) => choice === text),
    otherwise,
  ),
  choices,
});

const choice = <const Choices extends ReadonlyArray<string>>(name: FlagName, choices: Choices) =>
  choiceOr(name, choices, undefined);

const wholeNumber = (minimum = 1, maximum = largest) => (text: string): number | undefined => {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  return number >= minimum && number <= maximum ? number : undefined;
};

const number = (name: FlagName, minimum = 1, maximum = largest) =>
  one(name, wholeNumber(minimum, maximum));

const numberOr = (name: FlagName, otherwise: number, minimum = 1) =>
  oneOr(name, wholeNumber(minimum), otherwise);

const many = <Values>(
  name: FlagName,
  isValid: (text: string) => boolean,
  readAll: (texts: ReadonlyArray<string>) => Values | undefined,
): ManyValues<Values> => ({ takes: "many", name, isValid, readAll });

/** How many columns may be named one by one. */
export const maxColumns = 1000;

/** What `--map` is expected not to do; `help.ts` explains it. */
export const columnOnce = "column-once";

/** The first `=` separates the column from its field. */
const columnsOf = (
  texts: ReadonlyArray<string>,
): { readonly [column: string]: string } | undefined => {
  const pairs = texts.map((text) => {
    const at = text.indexOf("=");
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  const columns = new Set(pairs.map(([column]) => comparedName(column)));
  return columns.size === pairs.length ? Object.fromEntries(pairs) : undefined;
};

/** A character of CSV is one UTF-16 code unit. */
const delimiterOf = (sign: string): string | undefined => {
  if (sign === "\\t") return "\t";
  return sign.length === 1 && !/["\r\n\0\p{Surrogate}]/u.test(sign) ? sign : undefined;
};

const units: { readonly [unit: string]: Duration.Unit } = {
  s: "seconds",
  m: "minutes",
  h: "hours",
  d: "days",
};

/** Timers of JavaScript hold 24 days. */
const longest = Duration.days(24);

const durationOf = (text: string): Duration.Duration | undefined => {
  const [, digits, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  if (digits === undefined || Number(digits) === 0) return undefined;
  const duration = Duration.fromInputUnsafe(`${Number(digits)} ${units[unit]}`);
  return Duration.isLessThanOrEqualTo(duration, longest) ? duration : undefined;
};

/** What may follow `import`. */
export const importFlags = {
  format: choice("format", choices.format),
  map: many("map", (pair) => pair.indexOf("=") > 0, columnsOf),
  skip: many("skip", () => true, (columns) => columns),
  skipUnknown: yes("skip-unknown"),
  sheet: text("sheet"),
  headerRow: number("header-row"),
  fullName: choice("full-name", choices.fullName),
  nulls: choice("nulls", choices.nulls),
  mapping: text("mapping"),
  writeMapping: text("write-mapping"),
  delimiter: one("delimiter", delimiterOf),
  encoding: choice("encoding", choices.encoding),
  fromLine: number("from-line", 1, largestLine),
  url: text("url"),
  system: text("system"),
  user: text("user"),
  batchSize: numberOr("batch-size", 100),
  concurrency: numberOr("concurrency", 4),
  rate: number("rate"),
  retries: numberOr("retries", 4, 0),
  timeout: numberOr("timeout", 30),
  deadline: one("deadline", durationOf),
  stopAfterFailures: numberOr("stop-after-failures", 5, 0),
  strict: yes("strict"),
  dryRun: yes("dry-run"),
  template: text("template"),
  allowDuplicates: yes("allow-duplicates"),
  maxRejected: one("max-rejected", readShare),
  noCheck: yes("no-check"),
  journal: text("journal"),
  key: oneOr("key", (name) => isKey(name) ? name : undefined, "identifier"),
  looksUp: { ...yes("reconcile"), otherwise: undefined },
  absentAfter: numberOr("absent-after", 60),
  report: text("report"),
  rejects: text("rejects"),
  json: yes("json"),
  noProgress: yes("no-progress"),
  lang: choice("lang", choices.lang),
} satisfies FlagReaders;

/** What may follow `sync`: the same, and what a list needs that comes again and again. */
export const syncFlags = {
  ...importFlags,
  empty: choiceOr("empty", choices.empty, "keep" as const),
  missing: text("missing"),
  diff: yes("diff"),
} satisfies FlagReaders;

/** The values of the arguments of `sync`. */
export type SyncValues = ValuesOf<typeof syncFlags> & { readonly file: string | undefined };

/** What makes an import a sync. */
export interface SyncArguments {
  readonly whenEmpty: "keep" | "clear";
  /** Where the customers are written that the list does not have. */
  readonly missing: string | undefined;
  /** Whether a dry run names the fields of each row. */
  readonly diff: boolean;
  /** The time of the list in milliseconds, or 0 if nobody asks who is missing. */
  readonly listedAt: number;
}

/** The checked arguments. */
export type ImportArguments = ValuesOf<typeof importFlags> & {
  readonly file: string | undefined;
  readonly sync?: SyncArguments | undefined;
};

/** How the header and the rows of a table are read. That a column is empty is known only of a file that is checked. */
export const tableOf = (
  { fullName, headerRow, map, noCheck, skip, skipUnknown }: ImportArguments,
) => ({
  ...{ map, skip, headerRow, fullName },
  unknownColumns: skipUnknown
    ? "skip" as const
    : noCheck
    ? "refuse" as const
    : "refuse-filled" as const,
});

/** The profile by which customers are checked. */
export const profileOf = ({ strict }: Pick<ImportArguments, "strict">): "strict" | "contract" =>
  strict ? "strict" : "contract";
