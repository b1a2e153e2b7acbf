/**
 * Dates of a spreadsheet, which are numbers of days, as ISO 8601.
 *
 * @module
 */

/** What a cell shows of a date. `elapsed` counts hours beyond a day. */
export type DateKind = "date" | "time" | "date and time" | "elapsed";

const secondsPerDay = 86_400;
/** 9999-12-31. */
const lastDay = 2_958_465;
/** 1582-10-15, the first day of the calendar. Days before those of Excel come from LibreOffice, as negative numbers. */
const firstDay = -115_858;
/** Days from the beginning of 1900 to that of 1904, which workbooks of old Macs count from. */
const daysTo1904 = 1462;
/** Lotus 1-2-3 had a 29th of February 1900, and Excel has it too. Days before it are one less. */
const noDay = 60;

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** The text of a date; `undefined` for a number that is none. A time of zero after a date is left out. */
export const dateText = (
  serial: number,
  kind: DateKind,
  isFrom1904: boolean,
): string | undefined => {
  const all = Math.round(serial * secondsPerDay);
  const days = Math.floor(all / secondsPerDay);
  if (!(days >= firstDay && all <= lastDay * secondsPerDay)) return undefined;
  const seconds = all - days * secondsPerDay;
  if (kind === "elapsed" || kind === "time") {
    return all < 0 ? undefined : timeText(kind === "time" ? seconds : all);
  }
  const date = dayText(days + (isFrom1904 ? daysTo1904 : 0));
  return date === undefined || kind === "date" || seconds === 0
    ? date
    : `${date} ${timeText(seconds)}`;
};

const dayText = (day: number): string | undefined => {
  // Day 0 is no day in Excel, and the 30th of December 1899 elsewhere: mostly it stands for an empty cell.
  if (day === 0 || day > lastDay) return undefined;
  if (day === noDay) return "1900-02-29";
  const epoch = Date.UTC(1899, 11, day > 0 && day < noDay ? 31 : 30);
  return new Date(epoch + day * secondsPerDay * 1000).toISOString().slice(0, 10);
};

const timeText = (seconds: number): string => {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = seconds % 60;
  return `${twoDigits(hours)}:${twoDigits(minutes)}${rest === 0 ? "" : `:${twoDigits(rest)}`}`;
};

/** A date that is written as text, `2024-01-01T12:30:00Z`, in the same form. */
export const isoDateText = (raw: string): string =>
  raw.replace(/(\.0+)?Z?$/, "").replace(/(:\d\d):00$/, "$1").replace(/T00:00$/, "").replace(
    "T",
    " ",
  );
