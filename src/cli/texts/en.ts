/**
 * The texts of the command line in English.
 *
 * @module
 */
import { connectionRules } from "../../call/connection.ts";
import { words } from "../../customer/rules.ts";
import { strictWords } from "../../customer/strict_rules.ts";
import { englishNotices } from "../../format/cut/notice_texts.ts";
import { englishProblems } from "../../format/cut/problem_texts.ts";
import { callTexts } from "../../outcome/error_texts.ts";
import { outcomeTexts } from "../../outcome/texts.ts";
import { problemAdvice } from "./en_advice.ts";
import { flags, groups, metavars, rules } from "./en_flags.ts";
import { help, usage } from "./en_help.ts";
import { log } from "./en_log.ts";
import { inputNotices } from "./en_notices.ts";
import { journalTexts } from "./journal.ts";
import { countedIn } from "./plural.ts";
import type { Texts, Unit } from "./table.ts";
import { template } from "./en_template.ts";

const counted = countedIn("en");
const rows = (count: number): string => counted(count, { one: "row", other: "rows" });

const units: { readonly [unit in Unit]: readonly [one: string, more: string] } = {
  line: ["line", "lines"],
  row: ["row", "rows"],
  element: ["element", "elements"],
};

/** `lines 3, 7, 12 and 40 more`. */
const at = (unit: Unit, places: ReadonlyArray<number | string>, more: number): string => {
  const [one, many] = units[unit];
  const noun = places.length + more === 1 ? one : many;
  return `${noun} ${places.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
};

const keyless = (count: number, isAll: boolean, key: string): string =>
  isAll
    ? `no row has a key (${key})`
    : `${counted(count, { one: "row has", other: "rows have" })} no key (${key})`;

const delimiters: { readonly [delimiter: string]: string } = {
  ";": "semicolons",
  ",": "commas",
  "\t": "tabs",
};

/** The texts. */
export const english: Texts = {
  language: "en",
  log,
  flags,
  metavars,
  groups,
  rules,
  help,
  usage,
  counts: {
    rows,
    requests: (count) => counted(count, { one: "request", other: "requests" }),
    columns: (count) => counted(count, { one: "column", other: "columns" }),
  },
  progress: {
    counts: (done, perSecond, { created, notSent, rejected, unchanged, unknown, updated }) =>
      `${rows(done)} (${perSecond}/s): ${created} created, ${
        updated > 0 ? `${updated} updated, ` : ""
      }${unchanged} unchanged, ` +
      `${rejected} rejected, ${unknown} unknown, ${notSent} not sent`,
    left: (time) => `${time} left`,
    checking: (percent) => `Checking the file: ${percent}%`,
    stopping:
      "Stopping: waiting for the requests on their way. Press Ctrl-C again to leave at once.",
    failing: (reason) => `A request failed: ${reason}`,
    givenUp: (calls) =>
      `Stopping: ${calls} calls in a row failed for this reason (--stop-after-failures).`,
  },
  seen: {
    sheet: (name) => `sheet "${name}"`,
    delimiter: (delimiter) => delimiters[delimiter] ?? `delimiter ${delimiter}`,
    column: (name, field) => `${name} → ${field}`,
    columns: (columns) => `columns: ${columns}`,
    leftOut: (columns) => `left out: ${columns}`,
    unnamed: (number) => `column ${number}`,
    bothNames: (name, how) =>
      `${name} ${
        {
          "whole": "is the surname as a whole (--full-name split parts it at its first space)",
          "cut": "is split at its first space (--full-name surname keeps it whole)",
          "beside": "without the first name is the surname (--full-name surname keeps it whole)",
        }[how]
      }`,
    checked: (count, bad) => bad === 0 ? rows(count) : `${rows(count)}, ${bad} to be rejected`,
    stdin: "standard input",
    noKey: {
      created: (count, isAll, key) =>
        `Warning: ${
          keyless(count, isAll, key)
        }. When such a row changes, its customer is created again. ` +
        "Name a field that the rows have with --key.",
      unknown: (count, isAll, key) =>
        `Warning: ${keyless(count, isAll, key)}. Such rows are not compared, and not looked up.`,
    },
    nothingSent: "Nothing was sent.",
    tooMany: (bad, count, limit) =>
      `${bad} of ${rows(count)} would be rejected, and --max-rejected allows ${limit}.`,
    unreadable: (problem) => `The input can't be read to its end: ${problem}`,
  },
  summary: {
    labels: {
      created: "created",
      updated: "updated",
      unchanged: "unchanged",
      rejected: "rejected",
      unknown: "unknown",
      notSent: "not sent",
    },
    differing: (count) =>
      count === 1
        ? "1 row differs from what was created: import leaves it so, and sync updates it"
        : `${count} rows differ from what was created: import leaves them so, and sync updates them`,
    differs: "different from what was created",
    at,
    otherReasons: (count) => `and ${rows(count)} for other reasons`,
    seeReport: "see the report",
    seeRejects: "see the file of --rejects",
    askForReport: "--report or --rejects writes the reason",
    byThulium: (status) => `rejected by Thulium (status ${status})`,
    mayExist: (reason) => `may have been created: ${reason}`,
    repeats: (field, unit, first) =>
      `the same ${field} as in ${at(unit, [first], 0)} (--allow-duplicates sends it)`,
    repeated: (field) => `the same ${field} as an earlier row (--allow-duplicates sends it)`,
    like: (place, first) => `${place} (like ${first})`,
  },
  advice: {
    nothingImported: (problem) => `Nothing was imported: ${problem}`,
    notReadToEnd: (problem) => `The input could not be read to its end: ${problem}`,
    noRows: "The input has no rows.",
    noRowsFrom: (unit, from, last) =>
      `The input ends at ${at(unit, [last], 0)}, and --from-line is ${from}: nothing was sent.`,
    emptyList:
      "The list has no rows, so nothing was sent, and nobody counts as missing: did the export fail?",
    stopped: "Stopped before the end.",
    timeOver: "Stopped before the end: the time of --deadline was over.",
    tooManyRejected: (limit) =>
      `Stopped before the end: more rows were rejected than --max-rejected allows (${limit}).`,
    mayExist: (count) => `${rows(count)} may exist in Thulium: look there.`,
    withJournal: ({ hasCause, hasRejected }) => {
      const first = [
        ...(hasCause ? ["Remove the cause"] : []),
        ...(hasRejected
          ? [hasCause ? "correct the rejected rows" : "Correct the rejected rows"]
          : []),
      ];
      const start = first.length === 0
        ? "Start the same command again"
        : `${first.join(", ")}, and start the same command again`;
      return `${start}: the journal knows who exists. Rows may also be moved and added.`;
    },
    leaveUnknown: "Leave the rows that may exist as they are.",
    nothingCreated: "Nothing was created: start the same command again when the cause is removed.",
    correctAll: "Nothing was created: correct the rows, and start the same command again.",
    notAgain: "Do NOT import this file again as it is: that would create customers twice.",
    correctRejects: (file) => `Correct and import ${file} instead.`,
    sendRejects: (file) => `Import ${file} instead, when the cause is removed.`,
    repeatedRejects: (count) =>
      count === 1
        ? "1 row in it has a key that was sent before: delete it, or correct its key."
        : `${count} rows in it have keys that were sent before: delete them, or correct their keys.`,
    newFile: "Put the rows that need a correction into a new file, and import that one.",
    goOnUnread: (unit, from) =>
      `What begins at ${
        at(unit, [from], 0)
      } was not read: repair it, and import the rest with --from-line ${from}.`,
    goOnUnsent: (unit, from) =>
      `Nothing from ${at(unit, [from], 0)} on was sent: import the rest with --from-line ${from}.`,
  },
  dryRun: {
    title: (count) => `${count}; nothing was sent`,
    labels: { valid: "valid", invalid: "invalid", repeated: "repeated" },
    inRequests: (requests) => `in ${requests}`,
    byJournal: "by the journal:",
    known: { toSend: "to send", inDoubt: "in doubt", unchanged: "unchanged" },
    equal: (count) =>
      count === 1
        ? "1 row without a key equals an earlier row in all fields: it would be created, too"
        : `${count} rows without a key equal an earlier row in all fields: they would be created, too`,
    mappingWritten: (file) => `The columns and their fields are in ${file}: give it to --mapping.`,
  },
  sync: {
    labels: {
      toCreate: "to create",
      toUpdate: "to update",
      unchanged: "unchanged",
      inDoubt: "in doubt",
      rejected: "rejected",
    },
    byJournal: "by the journal and by Thulium:",
    missingWritten: (file, count) =>
      `${
        counted(count, { one: "customer", other: "customers" })
      } of earlier lists not in this one: see ${file}. Nobody was deleted.`,
    missingNotWritten: (file, why, count, where) =>
      `Nobody can be said to be missing, so that there is no ${file} now: ${
        {
          part: "--from-line reads only a part of the list",
          empty: "the list has no rows",
          cut: "the run stopped before its end",
          unsent: "some rows were not sent",
          nameless: `the customer of ${
            counted(count, { one: "rejected row", other: "rejected rows" })
          } is not known by a key (${where})`,
        }[why]
      }.`,
    missingNotPlanned: (file) =>
      `A dry run (--dry-run) does not find out who is missing, and does not write ${file}.`,
  },
  template,
  problems: englishProblems,
  problemAdvice,
  notices: englishNotices,
  inputNotices,
  customer: {
    rules: { ...words, null: "is null: leave the field out, or give --nulls omit" },
    strict: strictWords,
    tooLarge: (bytes, limit) =>
      `is ${bytes} bytes of JSON; the limit for a whole request is ${limit} bytes`,
    perhaps: (rule, field) => `${rule}; perhaps ${field} is meant`,
    moreIssues: (count) => `has ${count} more issues`,
  },
  connection: connectionRules,
  calls: callTexts,
  outcomes: outcomeTexts,
  journal: journalTexts,
};
