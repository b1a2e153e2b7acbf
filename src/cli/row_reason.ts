/**
 * Why a row was not created, in the language of the run. What is known of the row, such as the problem of a line that could
 * not be read, is data; the outcome's message is only for what nothing else says.
 *
 * @module
 */
import type { Problem } from "../format/cut/problem.ts";
import type { Outcome } from "../outcome/model.ts";
import { sayIssues, sayMessage, sayProblem } from "./texts/say.ts";
import type { Texts, Unit } from "./texts/table.ts";

/** What is known of a row that is bad. */
export type RowFault =
  | { readonly problem: Problem }
  /** The place of the first row with the same key, and the key's field. */
  | { readonly first: number; readonly field: string };

/** The place at the beginning of a problem's text. It is said apart, because one problem may be that of many rows. */
const placeAhead = /^(?:line|row|element|linia|wiersz|w linii) \d+,? /;

/** The text of a problem, without the place of its row. */
const problemOfRow = (problem: Problem, texts: Texts): string =>
  sayProblem(problem, texts).replace(placeAhead, "");

/** The reason, for a file that only the owner of the input reads: it may quote Thulium. */
export const reasonOf = (
  outcome: Outcome,
  fault: RowFault | undefined,
  unit: Unit,
  texts: Texts,
): string => {
  if (fault !== undefined && outcome._tag === "Rejected") {
    return "problem" in fault
      ? problemOfRow(fault.problem, texts)
      : texts.summary.repeats(fault.field, unit, fault.first);
  }
  switch (outcome._tag) {
    case "Created":
    case "Updated":
    case "Unchanged":
      return "";
    case "Rejected":
      if (outcome.by === "thulium") return outcome.message;
      return outcome.issues.length > 0
        ? sayIssues(outcome.issues, texts)
        : sayMessage(outcome.message, texts);
    case "Unknown":
    case "NotSent":
      return sayMessage(outcome.message, texts);
  }
};

/** The reason of a doubt without the words that say that it is one. */
const withoutDoubt = (reason: string, { outcomes: { mayExist } }: Texts): string =>
  reason.startsWith(`${mayExist}; `) ? reason.slice(mayExist.length + 2) : reason;

/** The fault to show on the screen: it quotes nobody, and is the same for many rows. */
export const shownFault = (
  outcome: Outcome,
  fault: RowFault | undefined,
  unit: Unit,
  texts: Texts,
): string | undefined => {
  const { summary } = texts;
  switch (outcome._tag) {
    case "Created":
    case "Updated":
      return undefined;
    case "Unchanged":
      return outcome.differs ? summary.differs : undefined;
    case "Rejected":
      if (fault !== undefined && "first" in fault) return summary.repeated(fault.field);
      return outcome.by === "validation"
        ? reasonOf(outcome, fault, unit, texts)
        : summary.byThulium(outcome.status);
    case "Unknown":
      return summary.mayExist(withoutDoubt(reasonOf(outcome, fault, unit, texts), texts));
    case "NotSent":
      return reasonOf(outcome, fault, unit, texts);
  }
};
