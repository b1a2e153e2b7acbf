/**
 * The language of a run: as `--lang` says, or by the locale of the environment.
 *
 * The arguments are looked through before they are parsed, because errors of parsing are told in the language, too.
 *
 * @module
 */
import { permittedVariable } from "../environment.ts";
import { english } from "./en.ts";
import { polish } from "./pl.ts";
import type { Language, Texts } from "./table.ts";

/** The variables that say the locale; the first one that is set counts. */
export const localeVariables = ["LC_ALL", "LC_MESSAGES", "LANG"] as const;

const tables: { readonly [language in Language]: Texts } = { en: english, pl: polish };

/** The texts for these arguments. */
export const textsFor = (args: ReadonlyArray<string>): Texts => {
  const given = args.flatMap((arg, i) =>
    arg === "--lang" ? args[i + 1] ?? "" : arg.startsWith("--lang=") ? arg.slice(7) : []
  ).at(-1);
  if (given !== undefined) return given === "pl" ? tables.pl : tables.en;
  const locale = localeVariables.map(permittedVariable).find((value) => value !== undefined) ?? "";
  return /^pl(?:[_.@-]|$)/i.test(locale) ? tables.pl : tables.en;
};
