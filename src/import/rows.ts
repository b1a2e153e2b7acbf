/**
 * Reads the rows of a list from outside. The list may be anything that counts as an array: it may have holes, and what
 * reads it may throw.
 *
 * @module
 */
import { words } from "../customer/rules.ts";
import { UnreadableRow } from "../customer/unreadable_row.ts";

/**
 * The number of rows.
 *
 * @throws {TypeError} If `rows` is not an array, or its length can't be read. The error holds nothing of what was thrown.
 */
export const countRows = (rows: ReadonlyArray<unknown>): number => {
  try {
    if (Array.isArray(rows)) return rows.length;
  } catch {
    // A revoked Proxy: also `Array.isArray` throws.
  }
  throw new TypeError("customers must be an array");
};

/**
 * Copies the rows. A row that can't be read becomes an `UnreadableRow`, and a hole `undefined`.
 *
 * @throws {TypeError} As `countRows`.
 */
export const copyRows = (rows: ReadonlyArray<unknown>): Array<unknown> => {
  const length = countRows(rows);
  const copy: Array<unknown> = [];
  for (let i = 0; i < length; i++) copy.push(rowAt(rows, i));
  return copy;
};

const rowAt = (rows: ReadonlyArray<unknown>, index: number): unknown => {
  try {
    return rows[index];
  } catch {
    return new UnreadableRow(words.unreadable);
  }
};
