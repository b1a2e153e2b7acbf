/**
 * Finds the header of a table among its first records: it may stand below title lines.
 *
 * **Only what is certain is taken for a header.** A record is one if it names the required field and holds nothing that
 * looks like a customer's data. What stands above it is a title only if it can't be a customer.
 *
 * @module
 */
import type { Place, Problem } from "../problem.ts";
import { closestFields } from "./closest.ts";
import { maxColumns } from "./columns.ts";
import { meaningsOf } from "./known_columns.ts";
import type { TableOptions } from "./options.ts";
import { plainName, shownName } from "./plain_name.ts";

/** How many records are looked at for a header. */
export const maxAbove = 20;

/** What values have and names of columns have not: an at sign, many digits, or nothing but a number. */
const data = /@|(?:\d\D{0,2}){7}|^\s*[-+]?\d+(?:[.,]\d+)?\s*$/u;

/** How many names of a record are known, or `undefined` if it holds data. */
export const knownIn = (cells: ReadonlyArray<string>): number | undefined =>
  cells.length > maxColumns || cells.some((cell) => data.test(cell))
    ? undefined
    : meaningsOf(cells).filter((meaning) => meaning !== undefined).length;

/** Whether a record names the required field. */
export const namesRequired = (
  cells: ReadonlyArray<string>,
  { map = {}, required }: TableOptions,
): boolean => {
  if (required === undefined) return true;
  if (cells.length > maxColumns) return false;
  const mapped = Object.keys(map).filter((name) => map[name].trim() === required).map(plainName);
  return cells.some((cell) => shownName(cell) === required || mapped.includes(plainName(cell))) ||
    meaningsOf(cells).some((meaning) =>
      meaning !== undefined &&
      ("field" in meaning ? meaning.field === required : required === "surname")
    );
};

/** Whether a record is a header for sure. */
export const isHeader = (cells: ReadonlyArray<string>, options: TableOptions): boolean =>
  namesRequired(cells, options) && !cells.some((cell) => data.test(cell));

/** Whether a record above a header is a title for sure: it has too few cells for a row, and no data of a person. */
export const isTitle = (cells: ReadonlyArray<string>, header: ReadonlyArray<string>): boolean => {
  const filled = cells.filter((cell) => cell.trim() !== "");
  const columns = header.filter((cell) => cell.trim() !== "").length;
  return filled.length * 2 <= columns &&
    !filled.some((cell) => cell.includes("@") || cell.replaceAll(/\D/g, "").length >= 9);
};

/** The problem of a table in which no record names the required field. `cells` are those of its first record. */
export const noRequiredColumn = (
  cells: ReadonlyArray<string>,
  place: Place,
  field: string,
  delimiter: string | undefined,
): Problem => ({
  ...{ code: "no-required-column", field, place, delimiter, cells: cells.length },
  // Names are shown only if they can't be those of customers.
  columns: (knownIn(cells) ?? 0) === 0 ? undefined : cells.map((cell, i) => {
    const name = shownName(cell);
    return {
      number: i + 1,
      name,
      closest: [...closestFields(name)].filter((one) => one === field),
    };
  }),
});
