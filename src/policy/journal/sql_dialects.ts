/**
 * The table of journals, and what databases write differently. `format.md` specifies the table; a change of it is a new
 * version, and a new table.
 *
 * @module
 */

/** The table of databases. */
export const table = "thulium_journal_1";
/** The table of a file, which has a log besides. */
export const tableOfFile = "thulium_journal_2";

/** The columns of the table, and its key. */
export const columns = `
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  state TEXT NOT NULL,
  print TEXT NOT NULL,
  token TEXT NOT NULL,
  until BIGINT NOT NULL,
  customer_id TEXT NOT NULL,
  fields TEXT NOT NULL,
  seen BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (name, key)`;

/** What databases write differently. */
export interface Dialect {
  readonly table: string;
  /** Makes the table, if there is none. */
  readonly makeTable: string;
  /** The n-th parameter, counted from 1. */
  readonly parameter: (n: number, type: "text" | "bigint") => string;
  /** The list as rows with the column `c.value`. */
  readonly list: string;
  /** The row `t` of the table for each `c`, by the index. */
  readonly found: string;
  /** The same for a list of keys alone, with the place of each. */
  readonly foundByKey: string;
  readonly place: string;
  /** All values of a text as one list in JSON. One long text is read faster than many rows. */
  readonly together: (text: string) => string;
  /** A condition for the keys of the list. Their rows are locked in the order of the list. */
  readonly isListed: string;
  /** The store's time in milliseconds. */
  readonly now: string;
}

const isSame = "t.name = :name AND t.key = c.value ->> 0";
const hasKey = "t.name = :name AND t.key = c.value";

/** SQLite from version 3.38 on, with this table. */
export const sqliteWith = (table: string): Dialect => ({
  table,
  makeTable: `CREATE TABLE IF NOT EXISTS ${table} (${columns}) WITHOUT ROWID`,
  parameter: (n) => `?${n}`,
  list: "json_each(:rows) AS c",
  // SQLite keeps the order of a cross join.
  found: `json_each(:rows) AS c CROSS JOIN ${table} AS t ON ${isSame}`,
  foundByKey: `json_each(:rows) AS c CROSS JOIN ${table} AS t ON ${hasKey}`,
  place: "c.key",
  together: (text) => `json_group_array(${text})`,
  isListed: "key IN (SELECT c.value ->> 0 FROM json_each(:rows) AS c)",
  now: "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)",
});

/** SQLite, and a Durable Object's storage. */
export const sqlite: Dialect = /* @__PURE__ */ sqliteWith(table);

/** Two programs that make the table at the same time wait for each other: `IF NOT EXISTS` alone fails for one. */
const makingTable = 7_481_320_461;

/** PostgreSQL. */
export const postgres: Dialect = /* @__PURE__ */ (() => ({
  table,
  makeTable: `DO $$ BEGIN
    PERFORM pg_advisory_xact_lock(${makingTable});
    CREATE TABLE IF NOT EXISTS ${table} (${columns});
  END $$`,
  parameter: (n, type) => `$${n}::${type}`,
  list: "json_array_elements((:rows)::json) AS c",
  found: `json_array_elements((:rows)::json) AS c
    CROSS JOIN LATERAL (SELECT * FROM ${table} AS t WHERE ${isSame} LIMIT 1) AS t`,
  foundByKey: `json_array_elements_text((:rows)::json) WITH ORDINALITY AS c(value, number)
    CROSS JOIN LATERAL (SELECT * FROM ${table} AS t WHERE ${hasKey} LIMIT 1) AS t`,
  place: "c.number - 1",
  together: (text) => `CAST(coalesce(json_agg(${text}), '[]') AS text)`,
  isListed: `key = ANY (ARRAY(SELECT t.key FROM json_array_elements((:rows)::json) AS c
    CROSS JOIN LATERAL (SELECT * FROM ${table} AS t WHERE ${isSame} LIMIT 1 FOR UPDATE) AS t))`,
  now: "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)",
}))();
