/**
 * The tables of a journal's file, version 2. `format.md` specifies them; a change is a new version, and other names, so that
 * an older program refuses the file.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import {
  columns,
  sqliteWith,
  table as tableOfVersion1,
  tableOfFile as entryTable,
} from "./sql_dialects.ts";

/** The texts of the log. */
export const logTable = "thulium_log_2";
/** One row, which is another one whenever the log was emptied. */
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

/** An id that no log has had. */
export const newLogId = (): string => crypto.randomUUID().replaceAll("-", "");

const makeLog = (): string => `
  CREATE TABLE ${logIdTable} (id TEXT NOT NULL);
  INSERT INTO ${logIdTable} VALUES ('${newLogId()}');
  CREATE TABLE ${logTable} (id INTEGER PRIMARY KEY, text TEXT NOT NULL);`;

/**
 * Makes the tables in a new file. Entries stand in the order in which they came, beside an index of their keys. So few pages
 * of the file change if the keys come in their order.
 */
export const makeTables = (database: DatabaseSync): void => {
  database.exec(`BEGIN; ${makeLog()} CREATE TABLE ${entryTable} (${columns}); COMMIT`);
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
    database.exec(`ALTER TABLE ${tableOfVersion1} RENAME TO ${entryTable}; ${makeLog()}`);
  }
  database.exec("COMMIT");
};
