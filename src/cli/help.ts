/**
 * Prints the help, and what is wrong with the arguments: the rule that was broken and the one flag's help. A value is
 * never printed, because it may be a password.
 *
 * @module
 */
import type * as CliError from "effect/cli/CliError";
import * as CliOutput from "effect/cli/CliOutput";
import * as Console from "effect/Console";
import * as Effect from "effect/Effect";
import type * as Layer from "effect/Layer";
import { exitCodes } from "./exit_code.ts";
import { columnOnce } from "./flags.ts";
import {
  type FlagDoc,
  flagDocs,
  flagGroups,
  type FlagName,
  type FlagRules,
  isFlagName,
} from "./flag_docs.ts";
import type { ExampleName } from "./texts/help_table.ts";
import type { Texts } from "./texts/table.ts";

const lineWidth = 100;
const indent = "  ";

/** Help and errors in the language of the texts. */
export const layerHelp = (texts: Texts): Layer.Layer<never> =>
  CliOutput.layerPresenter({
    present: (event) => {
      switch (event._tag) {
        case "Help":
          return Console.log(helpText(texts));
        case "InvalidInvocation":
          return Effect.forEach(event.errors.slice(0, maxErrors), (error) =>
            Console.error(errorText(error, texts)), { discard: true });
        case "Version":
          return Console.log(`${event.name} ${event.version}`);
      }
    },
  });

/** One wrong value may lead to further errors. */
const maxErrors = 1;

/** What is wrong with an argument, and the help of its flag. */
const errorText = (error: CliError.NonShowHelpErrors, texts: Texts): string => {
  const { help, rules } = texts;
  switch (error._tag) {
    case "InvalidValue": {
      const name = error.option;
      if (!isFlagName(name)) return withHint(help.missingFile, texts);
      return withHint(help.wrongValue(name, ruleOf(name, error.expected, rules)), texts, name);
    }
    case "UnrecognizedOption": {
      const flag = /^--?[a-z][a-z-]*/i.exec(error.option)?.[0];
      if (flag === "--password") return withHint(help.noPassword, texts, "user");
      const known = flag?.slice(2) ?? "";
      if (isFlagName(known) && flagDocs[known].group === "sync") {
        return withHint(help.onlySync(known), texts, known);
      }
      const closest = closestFlag(flag ?? "");
      return withHint(help.unknownFlag(flag, closest), texts, closest);
    }
    case "MissingArgument":
      return withHint(help.missingFile, texts);
    case "UnexpectedArgument":
      return withHint(help.tooManyArguments, texts);
    default:
      return withHint(help.unknownCommand, texts);
  }
};

/** The rule that a flag's value broke, by what Effect or `flags.ts` expected. */
const ruleOf = (name: FlagName, expected: string, rules: FlagRules): string => {
  if (expected === "at most 1 value") return rules.once;
  return expected === columnOnce ? rules.columnOnce : flagDocs[name].rule(rules);
};

const withHint = (message: string, texts: Texts, flag?: FlagName): string =>
  [
    message,
    ...(flag === undefined ? [] : ["", ...flagLines(flag, texts, headOf(flag, texts).length)]),
    "",
    texts.help.more,
  ].join("\n");

/** The flag whose name is closest, if one is close. */
const closestFlag = (given: string): FlagName | undefined => {
  const name = given.replace(/^-+/, "").toLowerCase();
  const distances = Object.keys(flagDocs).filter(isFlagName).map((flag) =>
    [distance(name, flag), flag] as const
  ).sort(([one], [other]) => one - other);
  const [best] = distances;
  return best[0] <= Math.max(1, Math.floor(name.length / 3)) ? best[1] : undefined;
};

/** How many letters must be added, removed or changed. */
const distance = (one: string, other: string): number => {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + change);
    }
  }
  return row[other.length];
};

const headOf = (flag: FlagName, { metavars }: Texts): string => {
  const { value }: FlagDoc = flagDocs[flag];
  if (value === undefined) return `${indent}--${flag}`;
  return `${indent}--${flag} ${typeof value === "string" ? metavars[value] : value.join("|")}`;
};

/** A flag and what it does, in lines that are not too long. */
const flagLines = (flag: FlagName, texts: Texts, width: number): ReadonlyArray<string> => {
  const head = headOf(flag, texts);
  const [first = "", ...rest] = wrapped(texts.flags[flag], lineWidth - width - indent.length);
  const start = " ".repeat(width + indent.length);
  const lines = rest.map((line) => start + line);
  return head.length > width
    ? [head, start + first, ...lines]
    : [head.padEnd(start.length) + first, ...lines];
};

const wrapped = (text: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
};

/** Wide enough for most flags; the description of a longer one begins on its own line. */
const headWidth = 26;

const exampleCommands: { readonly [example in ExampleName]: string } = {
  check: "import klienci.csv --dry-run",
  import: "import klienci.csv --journal klienci.journal --system acme --user api_user",
  again: "import klienci.csv --journal klienci.journal --report report.ndjson",
  template: "import --template klienci.csv",
  sync: "sync klienci.csv --journal klienci.journal --dry-run",
};

/** The help as a whole. */
const helpText = (texts: Texts): string => {
  const { groups, help } = texts;
  const names = Object.keys(flagDocs).filter(isFlagName);
  return [
    help.importDescription,
    "",
    help.usage,
    "",
    `${help.examples}:`,
    ...Object.entries(exampleCommands).flatMap(([name, command]) => [
      indent + command,
      indent + indent + help.example[name as ExampleName],
    ]),
    ...flagGroups.flatMap((group) => [
      "",
      `${groups[group]}:`,
      ...names.filter((name) => flagDocs[name].group === group)
        .flatMap((name) => flagLines(name, texts, headWidth)),
    ]),
    "",
    `${help.exitStatus}:`,
    ...Object.values(exitCodes).map((code) =>
      `${indent}${String(code).padEnd(5)}${help.exit[code]}`
    ),
  ].join("\n");
};
