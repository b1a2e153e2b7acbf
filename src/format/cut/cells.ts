/**
 * The cells of a row as a customer. An empty cell is a field that is not given. Several e-mail addresses or phone
 * numbers share a cell, with `|` between them.
 *
 * @module
 */
import { UnreadableRow } from "../../customer/unreadable_row.ts";
import type { Column } from "./header.ts";

/** Stands between several values in a cell. */
const separator = "|";
const lists: ReadonlySet<string> = new Set(["email", "phone_number"]);
const flags: ReadonlySet<string> = new Set(["vip", "fill_read_only_custom_fields"]);
const flagValues: ReadonlyMap<string, boolean> = new Map([
  ...["true", "1", "tak", "yes"].map((text) => [text, true] as const),
  ...["false", "0", "nie", "no"].map((text) => [text, false] as const),
]);

/** The customer of the row with this number, from 1; or an `UnreadableRow` if the cells do not fit the columns. */
export const customerOfCells = (
  columns: ReadonlyArray<Column>,
  cells: ReadonlyArray<string>,
  row: number,
): unknown => {
  if (cells.length !== columns.length) {
    return new UnreadableRow(`row ${row} has ${cells.length} cells, the header ${columns.length}`);
  }
  // Maps, because a column may be called `__proto__`.
  const customer = new Map<string, unknown>();
  const groups = new Map<string, Map<string, string>>();
  columns.forEach(({ field, part }, i) => {
    const cell = cells[i];
    if (cell === "") return;
    if (part === undefined) customer.set(field, valueOf(field, cell));
    else groupOf(groups, field).set(part, cell);
  });
  for (const [field, group] of groups) customer.set(field, Object.fromEntries(group));
  return Object.fromEntries(customer);
};

const groupOf = (groups: Map<string, Map<string, string>>, field: string): Map<string, string> => {
  const known = groups.get(field);
  if (known !== undefined) return known;
  const group = new Map<string, string>();
  groups.set(field, group);
  return group;
};

const valueOf = (field: string, cell: string): unknown => {
  if (lists.has(field) && cell.includes(separator)) {
    return cell.split(separator).map((part) => part.trim()).filter((part) => part !== "");
  }
  return flags.has(field) ? flagValues.get(cell.trim().toLowerCase()) ?? cell : cell;
};
