/**
 * How an import ended: its exit status, and what the person at the terminal should do now.
 *
 * **The advice must never lead to customers who are created twice, and must never lose a row.** A row that was read is in
 * the file of rejects, if there is one, unless it exists or may exist. So with rejects only what was not read is left to
 * `--from-line`; without, all that was not sent.
 *
 * @module
 */
import type { FormatError } from "../format/error.ts";
import type { OutcomeCounts } from "../outcome/report.ts";
import { type ExitCode, exitCodes } from "./exit_code.ts";
import type { ImportArguments } from "./flags.ts";
import { noRowsExitCode, sayNoRows } from "./no_rows.ts";
import type { Tally } from "./tally.ts";
import { sayProblem } from "./texts/say.ts";
import type { Texts } from "./texts/table.ts";
import type { UsageError } from "./usage_error.ts";

/** The arguments on which the advice depends. */
type Given = Pick<ImportArguments, "journal" | "rejects" | "maxRejected" | "fromLine" | "sync">;

/** Why an import stopped before its end: a signal, its time, failed calls, or too many rejected rows. */
export type StopCause = "signal" | "time" | "failures" | "rejected";

/** How an import ended. */
export interface Ending {
  /** The outcomes of the rows. */
  readonly tally: Tally;
  /** Why the input could not be read to its end, if so. */
  readonly unreadable: FormatError | undefined;
  /** Why the report or the rejects could not be written, if so. */
  readonly unwritable: UsageError | undefined;
  /** Why the import was stopped before its end, if it was. */
  readonly stoppedBy: StopCause | undefined;
  /** Whether all rows of the input were read. */
  readonly isReadToEnd: boolean;
  /** The place of the last row before `--from-line`. */
  readonly lastSkipped: number | undefined;
}

/** The exit status. */
export const exitCodeOf = (given: Given, ending: Ending): ExitCode => {
  const { stoppedBy, tally, unreadable, unwritable } = ending;
  if (unwritable !== undefined) return exitCodes.unusable;
  if (stoppedBy === "signal") return exitCodes.interrupted;
  if (stoppedBy === "rejected") return exitCodes.tooManyRejected;
  if (unreadable !== undefined) return exitCodes.unusable;
  if (hasNoRows(ending)) return noRowsExitCode(given);
  return existing(tally.counts) === tally.total && stoppedBy === undefined
    ? exitCodes.allExist
    : exitCodes.someMissing;
};

/** Whether the input was read, and no row was in it. */
const hasNoRows = ({ stoppedBy, tally, unreadable }: Ending): boolean =>
  tally.total === 0 && unreadable === undefined && stoppedBy === undefined;

/** The number of customers that certainly exist as the rows say, or were known before. */
const existing = ({ created, unchanged, updated }: OutcomeCounts): number =>
  created + updated + unchanged;

/** A format error in the language of the texts. */
export const sayFormatError = ({ message, problem }: FormatError, texts: Texts): string =>
  problem === undefined ? message : sayProblem(problem, texts);

/** What went wrong apart from the rows, and what to do now. */
export const adviceOf = (given: Given, ending: Ending, texts: Texts): ReadonlyArray<string> => {
  const { stoppedBy, tally, unreadable, unwritable } = ending;
  const { counts, total } = tally;
  const { advice } = texts;
  const lines: Array<string> = [];
  if (unwritable !== undefined) lines.push(unwritable.say(texts));
  if (unreadable !== undefined) {
    const problem = sayFormatError(unreadable, texts);
    lines.push(total === 0 ? advice.nothingImported(problem) : advice.notReadToEnd(problem));
  }
  if (hasNoRows(ending)) lines.push(sayNoRows(given, tally.unit, ending.lastSkipped, texts));
  if (stoppedBy === "signal") lines.push(advice.stopped);
  if (stoppedBy === "time") lines.push(advice.timeOver);
  if (stoppedBy === "rejected") lines.push(advice.tooManyRejected(given.maxRejected?.text ?? ""));
  if (counts.unknown > 0) lines.push(advice.mayExist(counts.unknown));
  const isAllThere = existing(counts) === total && unreadable === undefined &&
    stoppedBy === undefined;
  return isAllThere ? lines : [...lines, ...howToGoOn(given, ending, texts)];
};

const howToGoOn = (
  { journal, rejects }: Given,
  ending: Ending,
  { advice }: Texts,
): ReadonlyArray<string> => {
  const { counts } = ending.tally;
  if (journal !== undefined) {
    const { stoppedBy, unreadable } = ending;
    const isCaused = counts.notSent > 0 && stoppedBy !== "signal" && stoppedBy !== "time" ||
      unreadable !== undefined;
    return [
      advice.withJournal({ hasCause: isCaused, hasRejected: counts.rejected > 0 }),
      // A changed row can be another customer to the journal, and would be sent although it may exist.
      ...(counts.unknown > 0 ? [advice.leaveUnknown] : []),
    ];
  }
  if (existing(counts) + counts.unknown === 0) {
    const isOnlyRejected = counts.rejected > 0 && counts.notSent === 0 &&
      ending.unreadable === undefined && ending.stoppedBy !== "time";
    return [isOnlyRejected ? advice.correctAll : advice.nothingCreated];
  }
  const hasRejects = rejects !== undefined && ending.unwritable === undefined;
  return [
    advice.notAgain,
    ...hasRejects ? correctRejects(rejects, ending.tally, advice) : correctByHand(ending, advice),
    ...goOn(ending, hasRejects, advice),
  ];
};

const correctRejects = (
  rejects: string,
  { counts: { notSent, rejected }, repeated }: Tally,
  advice: Texts["advice"],
): ReadonlyArray<string> => {
  if (rejected > 0) {
    const repeats = repeated > 0 ? [advice.repeatedRejects(repeated)] : [];
    return [advice.correctRejects(rejects), ...repeats];
  }
  return notSent > 0 ? [advice.sendRejects(rejects)] : [];
};

/** Rows before the place at which to go on need a file of their own. */
const correctByHand = ({ tally }: Ending, advice: Texts["advice"]): ReadonlyArray<string> => {
  const { notSent, rejected } = tally.counts;
  const isAllBehind = tally.hasUnsent && tally.unsentFrom === tally.firstMissing;
  return rejected + notSent > 0 && !isAllBehind ? [advice.newFile] : [];
};

const goOn = (
  { isReadToEnd, tally, unreadable }: Ending,
  hasRejects: boolean,
  advice: Texts["advice"],
): ReadonlyArray<string> => {
  const { lastPlace, unit, unsentFrom } = tally;
  if (!hasRejects && unsentFrom !== undefined && tally.hasUnsent) {
    return [advice.goOnUnsent(unit, unsentFrom)];
  }
  if (isReadToEnd || lastPlace === undefined) return [];
  return unreadable === undefined
    ? [advice.goOnUnsent(unit, lastPlace + 1)]
    : [advice.goOnUnread(unit, lastPlace + 1)];
};
