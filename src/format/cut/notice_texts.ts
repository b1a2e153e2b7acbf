/**
 * The notices of inputs in English.
 *
 * @module
 */
import type { Notice, NoticeCode, Notices } from "./notice.ts";
import { placeText } from "./problem_texts.ts";

/** One text for each notice. Another language is another table of this type, so that none can be missing. */
export type NoticeTexts = {
  readonly [code in NoticeCode]: (notice: Notices[code]) => string;
};

const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** The texts in English. */
export const englishNotices: NoticeTexts = {
  "title-rows": ({ count, header }) =>
    `the header is ${placeText(header)}; ${
      counted(count, "line" in header ? "title line" : "title row")
    } above it left out`,
  "blank-rows": ({ count }) => `${counted(count, "blank row")} left out`,
  "repeated-headers": ({ count }) =>
    `the header stands again in ${counted(count, "row")}, left out`,
  "null-cells": ({ count }) => `${counted(count, "cell")} such as NULL taken for "not given"`,
  "split-cells": ({ count }) => `${counted(count, "cell")} split into several values`,
  "unguarded-cells": ({ count }) =>
    `an apostrophe before a formula's sign taken off in ${counted(count, "cell")}`,
  "text-formulas": ({ count }) => `${counted(count, "cell")} such as ="00123" taken for their text`,
  "other-dates": ({ count }) =>
    `the date of birth in ${counted(count, "cell")} is not YYYY-MM-DD, and is sent as it is`,
  "other-genders": ({ count }) =>
    `the gender in ${counted(count, "cell")} is not a usual word for one, and is sent as it is`,
  "quoted-lines": ({ count }) =>
    `${counted(count, "line")} in quotation marks as a whole read as records`,
  "backslash-records": ({ count }) =>
    `\\" taken for a quotation mark in ${counted(count, "record")}`,
  "hidden-rows": ({ count }) => `${counted(count, "hidden row")} read like the others`,
};

/** The text of a notice, in English unless another table is given. */
export const noticeText = (notice: Notice, texts: NoticeTexts = englishNotices): string =>
  // The code chooses the text, so both are of one kind; TypeScript does not see that.
  (texts[notice.code] as (notice: Notice) => string)(notice);
