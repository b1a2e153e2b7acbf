/**
 * The tables of a journal's file, version 2. `format.md` specifies them; a change is a new version, and other names, so that
 * an older program refuses the file.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import { columns, sqliteWith, table as tableOfVersion1 } from "./sql_dialects.ts";

/** The entries that are not in the log. */
const entryTable = "thulium_journal_2";
/** One row, whose value are the pages of the log. Nothing but `log_pages.ts` changes it. */
export const logTable = "thulium_log_2";
/** One row: which texts in these pages count. */
export const logIdTable = "thulium_log_id_2";

/** The statements on the entries. */
export const fileDialect = /* @__PURE__ */ sqliteWith(entryTable);

/** The keys of a list that have entries. */
export const known = `SELECT t.key FROM json_each(?1) AS c
  CROSS JOIN ${entryTable} AS t ON t.name = ?2 AND t.key = c.value`;

/** How many entries are put into the table at once: twice as fast as one, and no slower than any other number. */
export const putAtOnce = 16;

/** Puts entries into the table: the name of a journal and the row, for each. */
export const put = (count: number): string =>
  `INSERT INTO ${entryTable} (name, key, state, print, token, until, customer_id, fields, seen)
  VALUES ${Array.from({ length: count }, () => "(?, ?, ?, ?, ?, ?, ?, ?, ?)").join()}`;

/** 8 MB: the entries of some 35,000 customers. They are in memory as well. */
const logPages = 2048;
/** What fits in a page of 4096 bytes. */
const pageRoom = 4092;

const newId = () => crypto.randomUUID().replaceAll("-", "");

const makeLog = (pages: number): string => `
  CREATE TABLE ${logIdTable} (id TEXT NOT NULL);
  INSERT INTO ${logIdTable} VALUES ('${newId()}');
  CREATE TABLE ${logTable} (pages BLOB NOT NULL);
  INSERT INTO ${logTable} VALUES (zeroblob(${pages * pageRoom}));`;

/**
 * Makes the tables in a new file, with a log of so many pages. Rows stand in the order in which they came, beside an index of their keys. So few pages of
 * the file change if the keys come in their order.
 */
export const makeTables = (database: DatabaseSync, pages: number = logPages): void => {
  database.exec(`BEGIN; ${makeLog(pages)} CREATE TABLE ${entryTable} (${columns}); COMMIT`);
};

/** What a file is: a journal, or a journal of version 1, or neither. */
export const kindOf = (database: DatabaseSync): "journal" | "version 1" | "other" => {
  const all = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all();
  const has = (table: string) => all.some(({ name }) => name === table);
  if (has(logTable) && has(logIdTable) && has(entryTable)) return "journal";
  // A program that reaches the file through a SQL client has a table of another form, and goes on using it.
  const old = all.find(({ name }) => name === tableOfVersion1);
  return old === undefined || /WITHOUT ROWID/i.test(String(old.sql)) ? "other" : "version 1";
};

/** Makes a journal of version 1 one of version 2. */
export const upgrade = (database: DatabaseSync): void => {
  database.exec("BEGIN IMMEDIATE");
  // Another process may have done so meanwhile.
  if (kindOf(database) === "version 1") {
    database.exec(`ALTER TABLE ${tableOfVersion1} RENAME TO ${entryTable}; ${makeLog(logPages)}`);
  }
  database.exec("COMMIT");
};

/** Where the log begins. */
export const rootOfLog = (database: DatabaseSync): number => {
  const root = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(logTable);
  return Number(root?.rootpage);
};
