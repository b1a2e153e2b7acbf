/**
 * `--max-rejected`: how many rows may be rejected, as a share of all rows or as a number.
 *
 * @module
 */

/** A share from 0 to 1, or a number of rows. */
export type Share = { readonly share: number; readonly text: string } | {
  readonly rows: number;
  readonly text: string;
};

/** Reads `5%`, `0.05` or `100`. */
export const readShare = (text: string): Share | undefined => {
  const [, number, percent] = /^(\d{1,9}(?:[.,]\d{1,9})?)(%?)$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const value = Number(number.replace(",", "."));
  if (percent !== "") return value <= 100 ? { share: value / 100, text } : undefined;
  if (/^\d+$/.test(number)) return { rows: value, text };
  return value < 1 ? { share: value, text } : undefined;
};

/**
 * So many rows must have been read before their share counts, if nobody knows how many there will be: of the first ones
 * of a pipe, any share may be bad.
 */
export const leastRows = 100;

/** Whether too many rows were rejected. */
export const isTooMuch = (limit: Share, rejected: number, rows: number): boolean =>
  "rows" in limit ? rejected > limit.rows : rejected > limit.share * rows;
