/**
 * What was seen in the input: one line if all is usual, with the file, how it was read, and how many rows it has. More
 * lines say what was left out, or read in another way than it is written.
 *
 * Names of columns are the file's own words. They are shown only of a header that was understood.
 *
 * @module
 */
import type { ColumnFinding, Findings } from "../../format/cut/table/findings.ts";
import { noticeText } from "../../format/cut/notice_texts.ts";
import { noticeText as inputNoticeText } from "../input/notice.ts";
import type { Input } from "../input/open.ts";
import type { Survey } from "./survey.ts";
import type { Texts } from "../texts/table.ts";

/** Most columns that are listed. */
const maxColumns = 50;

/** How much is told: of a dry run, all columns; otherwise, what is unusual. */
export interface SeenOptions {
  readonly file: string;
  readonly allColumns: boolean;
}

/** The lines to print. */
export const seenLines = (
  options: SeenOptions,
  { findings: found, format, notices, sheet }: Pick<
    Input,
    "findings" | "format" | "notices" | "sheet"
  >,
  { invalid, repeated, total }: Pick<Survey, "invalid" | "repeated" | "total">,
  texts: Texts,
): ReadonlyArray<string> => {
  const { seen } = texts;
  const findings = found();
  const parts = [
    format.toUpperCase(),
    ...(sheet === undefined ? [] : [seen.sheet(sheet)]),
    ...(findings === undefined ? [] : tableParts(findings, texts)),
    seen.checked(total, invalid + repeated),
  ];
  return [
    `${options.file === "-" ? seen.stdin : options.file}: ${parts.join(", ")}`,
    ...noticeLines(notices, texts),
    ...(findings === undefined ? [] : tableLines(findings, options, texts)).map(indented),
  ];
};

/** What was found out when the input was opened. Of a pipe this is all that is known before its rows are sent. */
export const noticeLines = (notices: Input["notices"], texts: Texts): ReadonlyArray<string> =>
  notices.map((notice) => indented(inputNoticeText(notice, texts.inputNotices)));

const indented = (line: string): string => `  ${line}`;

const tableParts = (
  { columns, delimiter }: Findings,
  { counts, seen }: Texts,
): ReadonlyArray<string> => [
  ...(delimiter === undefined ? [] : [seen.delimiter(delimiter)]),
  counts.columns(columns.length),
];

const tableLines = (
  { columns, notices }: Findings,
  { allColumns }: SeenOptions,
  texts: Texts,
): ReadonlyArray<string> => {
  const { seen } = texts;
  const nameOf = ({ name, number }: ColumnFinding) => name === "" ? seen.unnamed(number) : name;
  const taken = columns.flatMap((column) =>
    column.field === undefined ? [] : [seen.column(nameOf(column), column.field)]
  );
  const leftOut = columns.filter(({ field, why }) => field === undefined && why !== "ignored");
  const names = leftOut.filter(({ why }) => why !== "unnamed").map(nameOf);
  const hasFirstName = columns.some(({ field }) => field === "name");
  const isUnusual = columns.some(({ why }) => why === "map");
  return [
    ...(taken.length > 0 && (allColumns || isUnusual) ? [seen.columns(shown(taken))] : []),
    ...(names.length > 0 ? [seen.leftOut(shown(names))] : []),
    ...columns.filter(({ why }) => why === "both names")
      .map((column) =>
        seen.bothNames(
          nameOf(column),
          !column.isSplit ? "whole" : hasFirstName ? "beside" : "cut",
        )
      ),
    ...notices.map((notice) => noticeText(notice, texts.notices)),
  ];
};

const shown = (all: ReadonlyArray<string>): string =>
  all.length > maxColumns ? `${all.slice(0, maxColumns).join(", ")}, …` : all.join(", ");
