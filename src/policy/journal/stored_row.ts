/**
 * An entry as a list of texts: the columns of the table after the journal's name.
 *
 * @module
 */
import type { Stored } from "./entries_in_memory.ts";

/** The columns of an entry. */
export type StoredRow = readonly [
  key: string,
  state: string,
  print: string,
  token: string,
  until: string,
  customerId: string,
  fields: string,
  seen: string,
];

/** An entry as a row. */
export const rowOf = (entry: Stored): StoredRow => [
  entry.key,
  entry.state,
  entry.print,
  entry.token,
  `${entry.until}`,
  "customerId" in entry ? entry.customerId : "",
  entry.fields,
  `${entry.seen}`,
];

/** A row as an entry. */
export const entryOfRow = (
  [key, state, print, token, until, customerId, fields, seen]: StoredRow,
): Stored => {
  const entry = { key, print, token, fields, until: Number(until), seen: Number(seen) };
  return state === "created" || state === "updating"
    ? { ...entry, state, customerId }
    : { ...entry, state: state === "doubt" ? "doubt" : "sending" };
};
