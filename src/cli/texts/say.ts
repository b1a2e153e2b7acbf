/**
 * Says in the language of the run what the library says in English: the messages of outcomes and errors, the rules that a
 * customer broke, what is wrong with settings and journals.
 *
 * The library's messages are made of the texts of its tables, so they are found again by them. What is in no table, such
 * as the words of another program, stays as it is.
 *
 * @module
 */
import type { Issue } from "../../customer/issue.ts";
import { words } from "../../customer/rules.ts";
import { strictWords } from "../../customer/strict_rules.ts";
import type { Problem } from "../../format/cut/problem.ts";
import { problemText } from "../../format/cut/problem_texts.ts";
import { english } from "./en.ts";
import type { Texts } from "./table.ts";

type Table = { readonly [name: string]: string | Table };

/** The texts of a table in another language, by the English ones. */
const pairsOf = (from: Table, to: Table): ReadonlyArray<readonly [string, string]> =>
  Object.entries(from).flatMap(([name, text]) => {
    const other = to[name];
    if (typeof text === "string") return typeof other === "string" ? [[text, other] as const] : [];
    return typeof other === "object" ? pairsOf(text, other) : [];
  });

/** Made once for each language. */
const known = new WeakMap<Texts, ReadonlyMap<string, string>>();

const translationsFor = (texts: Texts): ReadonlyMap<string, string> => {
  const made = known.get(texts) ?? new Map(
    [
      [english.calls, texts.calls],
      [english.outcomes, texts.outcomes],
      [words, texts.customer.rules],
      [strictWords, texts.customer.strict],
    ].flatMap(([from, to]) => pairsOf({ ...from }, { ...to })),
  );
  known.set(texts, made);
  return made;
};

/** A message of an outcome or of a failed call. A status, or a number, stands in brackets at the end of its part. */
export const sayMessage = (message: string, texts: Texts): string => {
  if (texts === english) return message;
  const translations = translationsFor(texts);
  return message.split("; ").map((part) => {
    const [, text = part, status = ""] = /^(.*?)( \((?:HTTP |status )?\d+\+?\))$/.exec(part) ?? [];
    return (translations.get(text) ?? text) + status;
  }).join("; ");
};

/** A problem of the input or of a row of it, and what to do where flags help. */
export const sayProblem = (problem: Problem, { problemAdvice, problems }: Texts): string => {
  const text = problemText(problem, problems);
  // The code chooses the advice, so both are of one kind; TypeScript does not see that.
  const adviceOf = problemAdvice[problem.code] as ((problem: Problem) => string) | undefined;
  return adviceOf === undefined ? text : `${text}. ${adviceOf(problem)}`;
};

const tooLarge = /^is (\d+) bytes of JSON; the limit for a whole request is (\d+) bytes$/;
const moreIssues = /^has (\d+) more issues$/;

const perhaps = /^(.*); perhaps (.*) is meant$/;

const sayRule = (rule: string, texts: Texts): string => {
  const [, plain, field] = perhaps.exec(rule) ?? [];
  if (plain !== undefined) return texts.customer.perhaps(sayRule(plain, texts), field);
  const [, bytes, limit] = tooLarge.exec(rule) ?? [];
  if (bytes !== undefined) return texts.customer.tooLarge(bytes, limit);
  const [, more] = moreIssues.exec(rule) ?? [];
  return more === undefined
    ? translationsFor(texts).get(rule) ?? rule
    : texts.customer.moreIssues(more);
};

/** The rules that a customer broke, in one line. */
export const sayIssues = (issues: ReadonlyArray<Issue>, texts: Texts): string =>
  issues.map(({ message, path }) => {
    const rule = sayRule(message, texts);
    return path === "" ? rule : `${path}: ${rule}`;
  }).join("; ");

/** Says the end of a message, which is a text of a table. What stands before it is kept. */
const sayEnd = (message: string, from: Table, to: Table): string => {
  for (const [text, other] of pairsOf(from, to)) {
    if (message.endsWith(text)) return message.slice(0, -text.length) + other;
  }
  return message;
};

/** What is wrong with the connection's settings, whose names are those of the language. */
export const sayConnection = (problem: string, texts: Texts): string =>
  sayEnd(problem, english.connection, texts.connection);

/** Why a journal can't be used. */
export const sayJournal = (message: string, texts: Texts): string => {
  const { database } = english.journal;
  const said = sayEnd(message, english.journal, texts.journal);
  return said.startsWith(database)
    ? texts.journal.database + said.slice(database.length).replace(
      new RegExp(`^ ${english.journal.failed} `),
      ` ${texts.journal.failed} `,
    )
    : said;
};
