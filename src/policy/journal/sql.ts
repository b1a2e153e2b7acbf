/**
 * A journal's entries in a table of SQL. `format.md` specifies the table; a change of it is a new version, and a new
 * table.
 *
 * Each operation is one statement, which is atomic by itself, and gets its list as one JSON parameter: so its text is
 * always the same, and no limit of parameters is met. All changes but the deletion are upserts, and find each key by the
 * table's index. An `UPDATE … FROM` would read the whole table for each batch until the database has statistics of it,
 * and could lock rows in another order than a claim does; sorted upserts can't wait for each other. The deletion locks
 * its rows in the same order before it begins.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Claim, Entries, Entry, StoreCall } from "./store.ts";

/** A row of a result. */
export type Row = { readonly [column: string]: unknown };

/** Runs a statement with its parameters, which are texts and whole numbers. */
export type RunSql = (
  sql: string,
  parameters: ReadonlyArray<string | number>,
) => StoreCall<ReadonlyArray<Row>>;

/** The table of version 1. */
export const table = "thulium_journal_1";

/** The columns of the table, and its key. */
export const columns = `
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  state TEXT NOT NULL,
  print TEXT NOT NULL,
  token TEXT NOT NULL,
  until BIGINT NOT NULL,
  customer_id TEXT NOT NULL,
  PRIMARY KEY (name, key)`;

/** What databases write differently. */
export interface Dialect {
  /** Makes the table, if there is none. */
  readonly makeTable: string;
  /** The n-th parameter, counted from 1. */
  readonly parameter: (n: number, type: "text" | "bigint") => string;
  /** The list as rows with the column `c.value`. */
  readonly list: string;
  /** The row `t` of the table for each `c`, by the index. */
  readonly found: string;
  /** A condition for the keys of the list. Their rows are locked in the order of the list. */
  readonly isListed: string;
  /** The store's time in milliseconds. */
  readonly now: string;
}

const isSame = "t.name = :name AND t.key = c.value ->> 0";

/** SQLite from version 3.38 on, and a Durable Object's storage. */
export const sqlite: Dialect = /* @__PURE__ */ (() => ({
  makeTable: `CREATE TABLE IF NOT EXISTS ${table} (${columns}) WITHOUT ROWID`,
  parameter: (n) => `?${n}`,
  list: "json_each(:rows) AS c",
  // SQLite keeps the order of a cross join.
  found: `json_each(:rows) AS c CROSS JOIN ${table} AS t ON ${isSame}`,
  isListed: "key IN (SELECT c.value ->> 0 FROM json_each(:rows) AS c)",
  now: "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)",
}))();

/** Two programs that make the table at the same time wait for each other: `IF NOT EXISTS` alone fails for one. */
const makingTable = 7_481_320_461;

/** PostgreSQL. */
export const postgres: Dialect = /* @__PURE__ */ (() => ({
  makeTable: `DO $$ BEGIN
    PERFORM pg_advisory_xact_lock(${makingTable});
    CREATE TABLE IF NOT EXISTS ${table} (${columns});
  END $$`,
  parameter: (n, type) => `$${n}::${type}`,
  list: "json_array_elements((:rows)::json) AS c",
  found: `json_array_elements((:rows)::json) AS c
    CROSS JOIN LATERAL (SELECT * FROM ${table} AS t WHERE ${isSame} LIMIT 1) AS t`,
  isListed: `key = ANY (ARRAY(SELECT t.key FROM json_array_elements((:rows)::json) AS c
    CROSS JOIN LATERAL (SELECT * FROM ${table} AS t WHERE ${isSame} LIMIT 1 FOR UPDATE) AS t))`,
  now: "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)",
}))();

/** What a statement may name: the journal, the list, the token, how long it holds, and the time. */
const names = ["name", "rows", "token", "hold", "now"] as const;
type Name = typeof names[number];

/** A statement, and its parameters in their order. */
interface Statement {
  readonly sql: string;
  readonly parameters: ReadonlyArray<Name>;
}

/** Puts parameters in the places of their names. If the store has a clock, `:now` is its time. */
const compile = (text: string, dialect: Dialect, hasClock: boolean): Statement => {
  const named = hasClock ? text.replaceAll(":now", dialect.now) : text;
  const parameters = names.filter((name) => new RegExp(`(?<!:):${name}\\b`).test(named));
  const sql = parameters.reduce((sql, name, i) => {
    const type = name === "hold" || name === "now" ? "bigint" : "text";
    return sql.replaceAll(
      new RegExp(`(?<!:):${name}\\b`, "g"),
      () => dialect.parameter(i + 1, type),
    );
  }, named);
  return { sql, parameters };
};

const isOpen = "state IN ('sending', 'doubt')";

/** The statements. A list has a key first in each of its elements. */
const statementsIn = (dialect: Dialect, hasClock: boolean) => {
  const statement = (text: string) => compile(text, dialect, hasClock);
  const { found, isListed, list } = dialect;
  const insert = `INSERT INTO ${table} AS l (name, key, state, print, token, until, customer_id)
    SELECT :name, c.value ->> 0`;
  const update =
    `ON CONFLICT (name, key) DO UPDATE SET state = excluded.state, print = excluded.print,
    token = excluded.token, until = excluded.until, customer_id = excluded.customer_id`;
  const held = `FROM ${found} WHERE t.state = 'sending' AND t.token = :token
    ${update} WHERE l.state = 'sending' AND l.token = excluded.token`;
  return {
    claim: statement(`${insert}, 'sending', c.value ->> 1, :token, :now + :hold, ''
      FROM ${list} WHERE true ON CONFLICT DO NOTHING RETURNING key`),
    read: statement(`
      SELECT t.key, t.state, t.print, t.token, t.until, t.until - :now AS remaining, t.customer_id
      FROM ${found}`),
    confirm: statement(`${insert}, 'sending', t.print, :token, :now + :hold, ''
      ${held} RETURNING key`),
    doubt: statement(`${insert}, 'doubt', t.print, :token, :now + :hold, ''
      ${held}`),
    // A row that is removed in the same instant is claimed like one that never was. The time is that of the reading: a
    // row that was changed while this waited for it has more time left.
    takeOver: statement(`${insert}, 'sending', c.value ->> 1, :token, :now + :hold, ''
      FROM ${found} WHERE t.${isOpen} AND t.token = c.value ->> 2
      AND CAST(t.until AS TEXT) = c.value ->> 3 AND t.until <= :now
      ${update} WHERE l.${isOpen} AND l.until <= excluded.until - :hold RETURNING key`),
    create: statement(`${insert}, 'created', t.print, t.token, 0, c.value ->> 2
      FROM ${found} WHERE t.${isOpen} AND t.token = c.value ->> 1
      ${update} WHERE l.${isOpen} AND l.token = excluded.token RETURNING key`),
    forget: statement(`DELETE FROM ${table} WHERE name = :name AND state = 'sending'
      AND token = :token AND ${isListed}`),
  };
};

/**
 * The entries of a journal. `clock` gives the time where the store has no clock of its own: for a file or an object's
 * storage the machine's clock is the store's.
 */
export const inSql = (
  run: RunSql,
  dialect: Dialect,
  name: string,
  clock: Effect.Effect<number> | "store",
): Entries => {
  const statements = statementsIn(dialect, clock === "store");
  const time = clock === "store" ? Effect.succeed(0) : clock;
  const call = (
    { parameters, sql }: Statement,
    list: ReadonlyArray<ReadonlyArray<string>>,
    token = "",
    hold = 0,
  ): StoreCall<ReadonlyArray<Row>> =>
    list.length === 0 ? Effect.succeed([]) : Effect.flatMap(time, (now) => {
      const given = { name, rows: JSON.stringify(list), token, hold: Math.ceil(hold), now };
      return run(sql, parameters.map((parameter) => given[parameter]));
    });
  const keysOf = Effect.map((rows: ReadonlyArray<Row>) => rows.map(({ key }) => String(key)));
  const keyed = (keys: ReadonlyArray<string>) => [...keys].sort().map((key) => [key]);

  return {
    claim: (claims, token, hold) => {
      const list = inOrder(claims).map(({ key, print }) => [key, print]);
      return keysOf(call(statements.claim, list, token, hold));
    },
    read: (keys) => Effect.map(call(statements.read, keyed(keys)), (rows) => rows.map(entryOf)),
    confirm: (keys, token, hold) => keysOf(call(statements.confirm, keyed(keys), token, hold)),
    takeOver: (claims, token, hold) => {
      const list = inOrder(claims).map((
        seen,
      ) => [seen.key, seen.print, seen.token, `${seen.until}`]);
      return keysOf(call(statements.takeOver, list, token, hold));
    },
    create: (created) => {
      const list = inOrder(created).map(({ customerId, key, token }) => [key, token, customerId]);
      return keysOf(call(statements.create, list));
    },
    doubt: (keys, token, hold) => Effect.asVoid(call(statements.doubt, keyed(keys), token, hold)),
    forget: (keys, token) => Effect.asVoid(call(statements.forget, keyed(keys), token)),
  };
};

/** In one order, so that two changes of the same keys can't wait for each other. */
const inOrder = <A extends Pick<Claim, "key">>(claims: ReadonlyArray<A>): ReadonlyArray<A> =>
  [...claims].sort((one, other) => one.key < other.key ? -1 : 1);

const entryOf = (row: Row): Entry => {
  const entry = { key: String(row.key), print: String(row.print), token: String(row.token) };
  if (row.state === "created") {
    return { ...entry, state: "created", customerId: String(row.customer_id) };
  }
  return {
    ...entry,
    state: row.state === "doubt" ? "doubt" : "sending",
    until: Number(row.until),
    remaining: Number(row.remaining),
  };
};
