/**
 * The language of a run: as `--lang` says, or by the locale of the environment.
 *
 * The arguments are looked through before they are parsed, because errors of parsing are told in the language, too.
 *
 * @module
 */
import { permittedVariable } from "../environment.ts";
import { english } from "./en.ts";
import type { Texts } from "./table.ts";

/** The variables that say the locale; the first one that is set counts. */
const localeVariables = ["LC_ALL", "LC_MESSAGES", "LANG"] as const;

/** The texts for these arguments. Those in Polish are loaded when they are needed. */
export const textsFor = async (args: ReadonlyArray<string>): Promise<Texts> =>
  isPolish(args) ? (await import("./pl.ts")).polish : english;

const isPolish = (args: ReadonlyArray<string>): boolean => {
  const given = args.flatMap((arg, i) =>
    arg === "--lang" ? args[i + 1] ?? "" : arg.startsWith("--lang=") ? arg.slice(7) : []
  ).at(-1);
  if (given !== undefined) return given === "pl";
  const locale = localeVariables.map(permittedVariable).find((value) => value !== undefined) ?? "";
  return /^pl(?:[_.@-]|$)/i.test(locale);
};
