/**
 * Entries as the log of a file has them, and its table. `format.md` specifies both.
 *
 * @module
 */
import type { EntriesInMemory, Stored } from "./entries_in_memory.ts";

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
const entryOfRow = (
  [key, state, print, token, until, customerId, fields, seen]: StoredRow,
): Stored => {
  const entry = { key, print, token, fields, until: Number(until), seen: Number(seen) };
  return state === "created" || state === "updating"
    ? { ...entry, state, customerId }
    : { ...entry, state: state === "doubt" ? "doubt" : "sending" };
};

/**
 * What became of an entry: its row; its key and its id in Thulium, if it was created and nothing else changed; or its key
 * alone, if it is gone.
 */
export type Change = StoredRow | readonly [key: string, customerId: string] | string;

/** The change of an entry that was another one before, or none. */
export const changeOf = (
  key: string,
  entry: Stored | undefined,
  before: Stored | undefined,
): Change => {
  if (entry === undefined) return key;
  const isCreated = before !== undefined && entry.state === "created" && entry.until === 0 &&
    entry.print === before.print && entry.token === before.token &&
    entry.fields === before.fields && entry.seen === before.seen;
  return isCreated ? [key, entry.customerId] : rowOf(entry);
};

/** Makes a change once more. */
export const repeat = (change: Change, entries: EntriesInMemory): void => {
  if (typeof change === "string") return entries.adopt(change, undefined);
  const [key] = change;
  if (change.length !== 2) return entries.adopt(key, entryOfRow(change));
  const [, customerId] = change;
  const before = entries.get(key);
  if (before === undefined) throw new Error("the log is damaged");
  entries.adopt(key, { ...before, state: "created", customerId, until: 0 });
};
