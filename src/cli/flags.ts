/**
 * The arguments of the `import` command: how they are read. What each one does is said in `texts/`, and which rule its
 * value must keep in `flag_docs.ts`; a value that is refused here is explained from there.
 *
 * @module
 */
import * as Argument from "effect/cli/Argument";
import * as Flag from "effect/cli/Flag";
import * as Duration from "effect/Duration";
import * as Option from "effect/Option";
import { plainName, shownName } from "../format/cut/table/plain_name.ts";
import { choices, type FlagName, largest, largestLine } from "./flag_docs.ts";
import { isKey } from "./key.ts";
import { readShare, type Share } from "./share.ts";
import type { Texts } from "./texts/table.ts";

/** The rules stand in `flag_docs.ts`. */
const refused = () => "";

/** What `--map` is expected not to do; `help.ts` explains it. */
export const columnOnce = "column-once";

const optional = <A>(flag: Flag.Flag<A>): Flag.Flag<A | undefined> =>
  flag.pipe(Flag.optional, Flag.map(Option.getOrUndefined));

/** What may follow `import`. */
export const importFlags = ({ flags }: Texts) => {
  const described = <A>(flag: Flag.Flag<A>, name: FlagName): Flag.Flag<A> =>
    Flag.withDescription(flag, flags[name]);

  const text = (name: FlagName) =>
    optional(
      described(Flag.String(name), name).pipe(Flag.filter((value) => value !== "", refused)),
    );

  const read = <A>(name: FlagName, reader: (value: string) => A | undefined) =>
    described(Flag.String(name), name).pipe(
      Flag.filterMap((value) => Option.fromNullishOr(reader(value)), refused),
    );

  const choice = <const Choices extends ReadonlyArray<string>>(name: FlagName, choices: Choices) =>
    optional(described(Flag.Literals(name, choices), name));

  const number = (name: FlagName, minimum = 1, maximum = largest) =>
    read(name, (value) => {
      const number = /^\d+$/.test(value) ? Number(value) : NaN;
      return number >= minimum && number <= maximum ? number : undefined;
    });

  const numberOr = (name: FlagName, fallback: number, minimum = 1) =>
    Flag.withDefault(number(name, minimum), fallback);

  const yes = (name: FlagName) => Flag.withDefault(described(Flag.Boolean(name), name), false);

  return {
    file: Argument.optional(Argument.String("file")).pipe(Argument.map(Option.getOrUndefined)),
    format: choice("format", choices.format),
    map: described(Flag.String("map"), "map").pipe(
      Flag.filter((pair) => pair.indexOf("=") > 0, refused),
      Flag.between(0, maxColumns),
      Flag.map((pairs) => pairs.map(columnOf)),
      Flag.filter(namesColumnsOnce, () => columnOnce),
      Flag.map((pairs) => Object.fromEntries(pairs)),
    ),
    skip: Flag.between(described(Flag.String("skip"), "skip"), 0, maxColumns),
    skipUnknown: yes("skip-unknown"),
    sheet: text("sheet"),
    headerRow: optional(number("header-row")),
    fullName: choice("full-name", choices.fullName),
    nulls: choice("nulls", choices.nulls),
    mapping: text("mapping"),
    writeMapping: text("write-mapping"),
    delimiter: optional(read("delimiter", delimiterOf)),
    encoding: choice("encoding", choices.encoding),
    fromLine: optional(number("from-line", 1, largestLine)),
    url: text("url"),
    system: text("system"),
    user: text("user"),
    batchSize: numberOr("batch-size", 100),
    concurrency: numberOr("concurrency", 4),
    rate: optional(number("rate")),
    retries: numberOr("retries", 4, 0),
    timeout: numberOr("timeout", 30),
    deadline: optional(read("deadline", durationOf)),
    stopAfterFailures: numberOr("stop-after-failures", 5, 0),
    strict: yes("strict"),
    dryRun: yes("dry-run"),
    template: text("template"),
    allowDuplicates: yes("allow-duplicates"),
    maxRejected: optional<Share>(read("max-rejected", readShare)),
    noCheck: yes("no-check"),
    journal: text("journal"),
    key: described(Flag.String("key"), "key").pipe(
      Flag.filter(isKey, refused),
      Flag.withDefault("identifier"),
    ),
    looksUp: optional(described(Flag.Boolean("reconcile"), "reconcile")),
    absentAfter: numberOr("absent-after", 60),
    report: text("report"),
    rejects: text("rejects"),
    json: yes("json"),
    noProgress: yes("no-progress"),
    lang: choice("lang", choices.lang),
  };
};

/** What may follow `sync`: the same, and what a list needs that comes again and again. */
export const syncFlags = (texts: Texts) => ({
  ...importFlags(texts),
  empty: Flag.Literals("empty", choices.empty).pipe(
    Flag.withDescription(texts.flags.empty),
    Flag.withDefault("keep" as const),
  ),
  missing: optional(
    Flag.String("missing").pipe(
      Flag.withDescription(texts.flags.missing),
      Flag.filter((value) => value !== "", refused),
    ),
  ),
  diff: Flag.Boolean("diff").pipe(
    Flag.withDescription(texts.flags.diff),
    Flag.withDefault(false),
  ),
});

/** How many columns may be named one by one. */
const maxColumns = 1000;

/** The first `=` separates the column from its field. */
const columnOf = (pair: string): readonly [column: string, field: string] => {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
};

const namesColumnsOnce = (
  pairs: ReadonlyArray<readonly [column: string, field: string]>,
): boolean =>
  new Set(pairs.map(([column]) => plainName(column) || shownName(column))).size === pairs.length;

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

type ValuesOf<Flags> = {
  readonly [name in keyof Flags]: Flags[name] extends
    Flag.Flag<infer A> | Argument.Argument<infer A> ? A
    : never;
};

/** The values of the flags of `sync`. */
export type SyncValues = ValuesOf<ReturnType<typeof syncFlags>>;

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
export type ImportArguments = ValuesOf<ReturnType<typeof importFlags>> & {
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
