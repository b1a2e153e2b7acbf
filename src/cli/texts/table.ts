/**
 * All texts of the command line, as one type. A language is a value of it (`en.ts`, `pl.ts`), so that the compiler finds
 * what is missing. No other file of the importer prints words of its own; a test holds it to that.
 *
 * Texts take counts, places and names of flags and files, and never a value of a row.
 *
 * @module
 */
import type { words } from "../../customer/rules.ts";
import type { strictWords } from "../../customer/strict_rules.ts";
import type { connectionRules } from "../../call/connection.ts";
import type { NoticeTexts } from "../../format/cut/notice_texts.ts";
import type { Problems } from "../../format/cut/problem.ts";
import type { ProblemTexts } from "../../format/cut/problem_texts.ts";
import type { CallTexts } from "../../outcome/error_texts.ts";
import type { outcomeTexts } from "../../outcome/texts.ts";
import type { OutcomeCounts } from "../../outcome/report.ts";
import type { FlagGroup, FlagName, FlagRules, Metavar } from "../flag_docs.ts";
import type { NoticeTexts as InputNoticeTexts } from "../input/notice.ts";
import type { HelpTexts, UsageTexts } from "./help_table.ts";
import type { JournalTexts } from "./journal.ts";

/** A language of the importer. */
export type Language = "en" | "pl";

/** How the rows of an input are counted: by lines of text, by rows of a sheet, by elements of a list. */
export type Unit = "line" | "row" | "element";

/** All texts. */
export interface Texts {
  readonly language: Language;
  readonly flags: { readonly [flag in FlagName]: string };
  readonly metavars: { readonly [metavar in Metavar]: string };
  readonly groups: { readonly [group in FlagGroup]: string };
  readonly rules: FlagRules;
  readonly help: HelpTexts;
  readonly usage: UsageTexts;
  readonly counts: CountTexts;
  readonly progress: ProgressTexts;
  readonly seen: SeenTexts;
  readonly summary: SummaryTexts;
  readonly advice: AdviceTexts;
  readonly dryRun: DryRunTexts;
  readonly sync: SyncTexts;
  readonly template: TemplateTexts;
  readonly problems: ProblemTexts;
  readonly problemAdvice: ProblemAdvice;
  readonly notices: NoticeTexts;
  readonly inputNotices: InputNoticeTexts;
  readonly customer: CustomerTexts;
  readonly connection: { readonly [rule in keyof typeof connectionRules]: string };
  readonly calls: CallTexts;
  readonly outcomes: { readonly [text in keyof typeof outcomeTexts]: string };
  readonly journal: JournalTexts;
  readonly log: LogTexts;
}

/** A level of the log that is for people. */
export type LogLevelText = "Info" | "Warn" | "Error" | "Fatal";

/** What the log says. */
export interface LogTexts {
  readonly levels: { readonly [level in LogLevelText]: string };
  readonly waiting: (seconds: number, customers: number) => string;
  readonly waitingForRun: (seconds: number, customers: number) => string;
  readonly notSent: (customers: number) => string;
  /** The states of a circuit that are told. */
  readonly circuit: { readonly [state in "open" | "closed"]: string };
  /** The events of a journal that are told. */
  readonly journal: {
    readonly [event in JournalLogEvent]: (customers: number) => string;
  };
  /** The library's sentences. In English they are what it logs. */
  readonly messages: {
    readonly [message in "unwritten" | "mayNotLookUp" | "callDied" | "listenerDied"]: string;
  };
}

/** The events of a journal that are logged for people. */
export type JournalLogEvent =
  | "lost"
  | "found"
  | "absent"
  | "claim_failed"
  | "confirm_failed"
  | "read_failed"
  | "write_failed";

/** What to do about a problem of the input, where flags help. */
export type ProblemAdvice = {
  readonly [code in keyof Problems]?: (problem: Problems[code]) => string;
};

/** Numbers with nouns. */
export interface CountTexts {
  readonly rows: (count: number) => string;
  readonly requests: (count: number) => string;
  readonly columns: (count: number) => string;
}

/** While the import runs. */
export interface ProgressTexts {
  readonly counts: (done: number, perSecond: number, counts: OutcomeCounts) => string;
  readonly left: (time: string) => string;
  readonly checking: (percent: number) => string;
  readonly stopping: string;
  /** A call failed. `isLast`: nothing more is sent because of it. */
  readonly failing: (reason: string) => string;
  readonly givenUp: (calls: number) => string;
}

/** What was seen in the input, before anything is sent. */
export interface SeenTexts {
  readonly sheet: (name: string) => string;
  readonly delimiter: (delimiter: string) => string;
  readonly column: (name: string, field: string) => string;
  readonly columns: (columns: string) => string;
  readonly leftOut: (columns: string) => string;
  readonly unnamed: (number: number) => string;
  readonly bothNames: (name: string, how: "whole" | "cut" | "beside") => string;
  readonly checked: (rows: number, bad: number) => string;
  readonly stdin: string;
  /** Rows without a key: a journal would create a changed one again; without a journal they can't be found. */
  readonly noKey: {
    readonly [what in "created" | "unknown"]: (rows: number, isAll: boolean, key: string) => string;
  };
  readonly nothingSent: string;
  readonly tooMany: (bad: number, rows: number, limit: string) => string;
  readonly unreadable: (problem: string) => string;
}

/** The summary at the end. */
export interface SummaryTexts {
  readonly labels: { readonly [count in keyof OutcomeCounts]: string };
  readonly differing: (count: number) => string;
  readonly differs: string;
  /** `lines 3, 7 and 40 more`. */
  readonly at: (unit: Unit, places: ReadonlyArray<number | string>, more: number) => string;
  readonly otherReasons: (rows: number) => string;
  readonly seeReport: string;
  readonly seeRejects: string;
  /** Which flags write the reason. */
  readonly askForReport: string;
  readonly byThulium: (status: number) => string;
  readonly mayExist: (reason: string) => string;
  /** Of one row, with the place of the first row that has the same key. */
  readonly repeats: (field: string, unit: Unit, first: number) => string;
  /** Of many rows, whose places are said with `like`. */
  readonly repeated: (field: string) => string;
  readonly like: (place: number, first: number) => string;
}

/** What to do now. */
export interface AdviceTexts {
  readonly nothingImported: (problem: string) => string;
  readonly notReadToEnd: (problem: string) => string;
  readonly noRows: string;
  /** With the value of `--from-line`. */
  readonly noRowsFrom: (unit: Unit, from: number, last: number) => string;
  /** The list of a sync. */
  readonly emptyList: string;
  readonly stopped: string;
  readonly timeOver: string;
  readonly tooManyRejected: (limit: string) => string;
  readonly mayExist: (rows: number) => string;
  /** Something apart from the rows failed; rows were rejected. */
  readonly withJournal: (
    why: { readonly hasCause: boolean; readonly hasRejected: boolean },
  ) => string;
  /** Customers that may exist, in an import with a journal. */
  readonly leaveUnknown: string;
  readonly nothingCreated: string;
  readonly correctAll: string;
  readonly notAgain: string;
  readonly correctRejects: (file: string) => string;
  readonly sendRejects: (file: string) => string;
  /** Rows whose key occurs twice stand in the rejects, too. */
  readonly repeatedRejects: (rows: number) => string;
  readonly newFile: string;
  /** The rest of the input was not read. */
  readonly goOnUnread: (unit: Unit, from: number) => string;
  /** The rest of the input was not sent. */
  readonly goOnUnsent: (unit: Unit, from: number) => string;
}

/** The plan of a dry run. */
export interface DryRunTexts {
  readonly title: (rows: string) => string;
  readonly labels: { readonly [count in "valid" | "invalid" | "repeated"]: string };
  readonly inRequests: (requests: string) => string;
  readonly byJournal: string;
  readonly known: { readonly [count in "toSend" | "inDoubt" | "unchanged"]: string };
  readonly equal: (rows: number) => string;
  readonly mappingWritten: (file: string) => string;
}

/** `sync`. */
export interface SyncTexts {
  /** What a dry run counts. */
  readonly labels: { readonly [count in Exclude<SyncCount, "ambiguous">]: string };
  /** Above these counts: by what they were found. */
  readonly byJournal: string;
  readonly missingWritten: (file: string, customers: number) => string;
  /** `where` names the rows whose customers are not known. */
  readonly missingNotWritten: (
    file: string,
    why: WhyNotMissing,
    nameless: number,
    where: string,
  ) => string;
  readonly missingNotPlanned: (file: string) => string;
}

/**
 * Why nobody can be said to be missing: only a part of the list was asked for, it has no rows, the run stopped before its
 * end, rows were not sent, or rows have no key.
 */
export type WhyNotMissing = "part" | "empty" | "cut" | "unsent" | "nameless";

/** What would happen to rows. */
export type SyncCount =
  | "toCreate"
  | "toUpdate"
  | "unchanged"
  | "inDoubt"
  | "ambiguous"
  | "rejected";

/** `--template`. */
export interface TemplateTexts {
  readonly written: (file: string) => string;
  /** The name of the sheet. */
  readonly sheet: string;
  readonly formats: (extensions: ReadonlyArray<string>) => string;
  /** The names of columns, as the importer knows them again. */
  readonly columns: { readonly [field in TemplateField]: string };
}

/** The columns of a template. */
export type TemplateField =
  | "surname"
  | "name"
  | "phone_number"
  | "email"
  | "identifier"
  | "company_id"
  | "type"
  | "group"
  | "gender"
  | "birthdate"
  | "nip"
  | "pesel"
  | "job"
  | "job_title"
  | "account_manager"
  | "homepage"
  | "note"
  | "vip"
  | "street"
  | "building"
  | "flat"
  | "postcode"
  | "city"
  | "country"
  | "invoice_street"
  | "invoice_building"
  | "invoice_flat"
  | "invoice_postcode"
  | "invoice_city"
  | "invoice_country";

/** The rules that a customer may break. */
export interface CustomerTexts {
  readonly rules: { readonly [rule in keyof typeof words]: string };
  readonly strict: { readonly [rule in keyof typeof strictWords]: string };
  readonly tooLarge: (bytes: string, limit: string) => string;
  /** A rule that a field breaks which is not known, and the field that may be meant. */
  readonly perhaps: (rule: string, field: string) => string;
  readonly moreIssues: (count: string) => string;
}
