/**
 * What the journal's stores say, as the importer knows it again, to say it in another language. The texts stand in
 * `policy/journal/`; a test compares them.
 *
 * @module
 */

/** The texts in English. */
export const journalTexts = {
  empty: "is empty, so it was cut off. If no import has used it yet, delete it",
  cut: "was cut off: it is shorter than it says itself",
  "not-sqlite": "is no journal",
  cannotMake: "can't be made",
  noFolder: "can't be made: there is no such folder",
  noPermission: "can't be made: the program may not read or write there",
  noSqlite: "a journal in a file needs node:sqlite: Deno 2.2, Node 22.13, or later",
  cannotRead: "can't be read",
  cannotUse: "can't be used as a journal",
  database: "the journal's database",
  refuses: "refuses the user or the password",
  unreachable: "can't be reached, or the connection was lost",
  failed: "failed",
  hangs: "the journal does not answer",
  fileOrAddress: "must be a file, or an address such as postgres://user@host/database",
  address: "must be an address such as postgres://user@host/database",
  user: "must name a user, as in postgres://user@host/database",
  host: "must name a host and a database, as in postgres://user@host/database",
} as const;

/** One text for each of them. */
export type JournalTexts = { readonly [text in keyof typeof journalTexts]: string };
