/**
 * Quotation marks in texts that are no records.
 *
 * @module
 */

/** Whether a text opens a quotation mark and does not close it. A mark behind a backslash does neither. */
export const hasOddQuotes = (text: string): boolean =>
  text.includes('"') && (text.replaceAll(/\\./gs, "").match(/"/g)?.length ?? 0) % 2 === 1;
