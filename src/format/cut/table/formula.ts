/**
 * Spreadsheets run a cell as a formula if it begins with certain signs. An apostrophe before the sign keeps them from
 * that. It is put on where a table is written that people will open, and taken off where one is read: what is read of a
 * written cell is what was read of the cell itself.
 *
 * @module
 */
import { trimCell } from "./trim.ts";

/** A sign that begins a formula; a plus or minus only if no phone number or other number follows. */
const live = /^(?:[=@]|[+-](?![\d\s().,-]*$))/;

/** The same signs, behind an apostrophe. */
const guarded = /^'[=@+\t\r-]/;
const guardedOnceMore = /^'+[=@+\t\r-]/;

/** A cell as it may be written for a spreadsheet. `isOurs`: whether it was read from a table that this program wrote. */
export const guardFormula = (cell: string, isOurs: boolean): string => {
  const first = cell.charCodeAt(0);
  // Most cells begin with a letter or a digit.
  if (first > 0x40 || first >= 0x30 && first < 0x3a) return cell;
  // Before a formula, white space does not help; the reader takes it off anyway.
  const text = trimCell(cell);
  const isMistakable = !isOurs && guardedOnceMore.test(text) &&
    unguardFormula(text, false) === undefined;
  return live.test(text) || isMistakable ? `'${text}` : text;
};

/**
 * The text behind the apostrophe, if there is one for a formula's sake. Where a second apostrophe makes a quotation of
 * it, nothing is taken off, unless the table `isOurs`: then the apostrophe was put on here.
 */
export const unguardFormula = (cell: string, isOurs: boolean): string | undefined => {
  if (isOurs) return guardedOnceMore.test(cell) ? cell.slice(1) : undefined;
  if (!guarded.test(cell)) return undefined;
  const isQuotation = cell[1] === "+" || cell[1] === "-"
    ? cell.includes("'", 1)
    : cell.endsWith("'");
  return isQuotation ? undefined : cell.slice(1);
};

/**
 * The text of a formula that is nothing but a text: `="00123"`, by which people keep a spreadsheet from changing it.
 */
export const textOfFormula = (cell: string): string | undefined => {
  if (cell.length < 3 || !cell.startsWith('="') || !cell.endsWith('"')) return undefined;
  const inner = cell.slice(2, -1);
  // Two quotation marks stand for one; a single one ends the text.
  return inner.replaceAll('""', "").includes('"') ? undefined : inner.replaceAll('""', '"');
};
