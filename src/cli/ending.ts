/**
 * How an import ended: its exit status, and what the person at the terminal should do now. The advice must never
 * lead to customers who are created twice.
 *
 * @module
 */
import type { FormatError } from "../format/error.ts";
import type { OutcomeCounts } from "../outcome/report.ts";
import { counted } from "./counted.ts";
import type { ImportArguments } from "./flags.ts";
import type { ExitCode } from "./invocation.ts";
import type { Tally } from "./tally.ts";
import type { UsageError } from "./usage_error.ts";

/** The arguments on which the advice depends. */
type Given = Pick<ImportArguments, "journal" | "rejects">;

/** How an import ended. */
export interface Ending {
  /** The outcomes of the rows. */
  readonly tally: Tally;
  /** Why the input could not be read to its end, if so. */
  readonly unreadable: FormatError | undefined;
  /** Why the report or the rejects could not be written, if so. */
  readonly unwritable: UsageError | undefined;
  /** Whether the import was stopped before its end. */
  readonly isStopped: boolean;
}

/** The exit status. */
export const exitCodeOf = ({ isStopped, tally, unreadable, unwritable }: Ending): ExitCode => {
  if (unwritable !== undefined) return 2;
  if (isStopped) return 130;
  if (unreadable !== undefined) return 2;
  return existing(tally.counts) === tally.total ? 0 : 1;
};

/** The number of customers that certainly exist as the rows say, or were known before. */
const existing = ({ created, unchanged, updated }: OutcomeCounts): number =>
  created + updated + unchanged;

/** What went wrong apart from the rows, and what to do now. */
export const adviceOf = (given: Given, ending: Ending): ReadonlyArray<string> => {
  const { isStopped, tally: { counts, total }, unreadable, unwritable } = ending;
  const lines: Array<string> = [];
  if (unwritable !== undefined) lines.push(unwritable.message);
  if (unreadable !== undefined) {
    lines.push(
      total === 0
        ? `Nothing was imported: ${unreadable.message}`
        : `The rows after these ${total} were not read: ${unreadable.message}`,
    );
  } else if (total === 0) lines.push("The input has no rows.");
  if (isStopped) lines.push("Stopped before the end.");
  if (counts.unknown > 0) {
    lines.push(`${counted(counts.unknown, "row")} may exist in Thulium: look there.`);
  }
  if (existing(counts) < total || unreadable !== undefined || isStopped) {
    lines.push(howToGoOn(given, counts));
  }
  return lines;
};

const howToGoOn = ({ journal, rejects }: Given, counts: OutcomeCounts): string => {
  if (journal !== undefined) {
    // A changed row can be another customer to the journal, and would be sent although it may exist.
    const unlessUnknown = counts.unknown > 0 ? ", but leave those that may exist as they are" : "";
    return `Start the same command again: the journal knows who exists. Correct bad rows first; rows may also be moved and added${unlessUnknown}.`;
  }
  if (existing(counts) + counts.unknown === 0) {
    return "Nothing was created: start the same command again when the cause is removed.";
  }
  const warning = "Do NOT import this file again as it is: that would create customers twice.";
  return rejects === undefined
    ? `${warning} Put the rows that need a correction into a new file, and import that one.`
    : `${warning} Correct and import ${rejects} instead.`;
};
