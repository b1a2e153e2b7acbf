/**
 * The statements on a journal's table, one for each operation of a store.
 *
 * Each is atomic by itself, and gets its list as one JSON parameter: so its text is always the same, and no limit of
 * parameters is met. Changes are upserts, which find each key by the table's index and lock the rows in the order of the
 * list. An `UPDATE … FROM` would read the whole table for each batch until the database has statistics of it, and could lock
 * rows in another order than a claim does. `forget` and `see` name the rows by a condition that locks them in that order.
 *
 * @module
 */
import type { Dialect } from "./sql_dialects.ts";

/** What a statement may name, and its type. */
const types = {
  /** The journal. */
  name: "text",
  rows: "text",
  token: "text",
  hold: "bigint",
  now: "bigint",
  /** The time of a list of customers. */
  listed: "bigint",
  after: "text",
  limit: "bigint",
} as const;
type Name = keyof typeof types;
const names = /* @__PURE__ */ Object.keys(types) as ReadonlyArray<Name>;

/** The values of a statement's parameters. */
export type Given = {
  readonly [name in Name]: typeof types[name] extends "text" ? string : number;
};
/** A statement, and its parameters in their order. */
export interface Statement {
  readonly sql: string;
  readonly parameters: ReadonlyArray<Name>;
}

/** Puts parameters in the places of their names. If the store has a clock, `:now` is its time. */
const compile = (text: string, dialect: Dialect, hasClock: boolean): Statement => {
  const named = hasClock ? text.replaceAll(":now", dialect.now) : text;
  const parameters = names.filter((name) => new RegExp(`(?<!:):${name}\\b`).test(named));
  const sql = parameters.reduce((sql, name, i) => {
    return sql.replaceAll(
      new RegExp(`(?<!:):${name}\\b`, "g"),
      () => dialect.parameter(i + 1, types[name]),
    );
  }, named);
  return { sql, parameters };
};

const isOpen = "state IN ('sending', 'doubt')";
const isHeld = "state IN ('sending', 'updating')";
const exists = "state IN ('created', 'updating')";
/** The fingerprint of a content, as `print.ts` takes it out of both. */
const contentIn = (print: string): string => `substr(${print}, 1, 16)`;

/** The statements. If the store has a clock, it gives the time. A list has a key first in each of its elements. */
export const statementsIn = (dialect: Dialect, hasClock: boolean) => {
  const statement = (text: string) => compile(text, dialect, hasClock);
  const { found, foundByKey, isListed, list, place, table, together } = dialect;
  const all = "name, key, state, print, token, until, customer_id, fields";
  const insert = `INSERT INTO ${table} AS l (${all}) SELECT :name, c.value ->> 0`;
  const change = (print: string) =>
    `ON CONFLICT (name, key) DO UPDATE SET state = excluded.state, print = ${print},
    token = excluded.token, until = excluded.until, customer_id = excluded.customer_id,
    fields = excluded.fields`;
  const update = change("excluded.print");
  const isAsSeen = (token: number, until: number) =>
    `t.token = c.value ->> ${token} AND CAST(t.until AS TEXT) = c.value ->> ${until}
    AND t.until <= :now`;
  const held = `FROM ${found} WHERE t.${isHeld} AND t.token = :token
    ${update} WHERE l.${isHeld} AND l.token = excluded.token`;
  const known = `${together(`${place} || ' ' || t.print || ' ' || t.customer_id`)} AS known`;
  return {
    claim: statement(
      `INSERT INTO ${table} (${all}, seen) SELECT :name, c.value ->> 0, CASE c.value ->> 3 WHEN '' THEN 'sending' ELSE 'updating' END,
      c.value ->> 1, :token, :now + :hold, c.value ->> 3, c.value ->> 2, :listed
      FROM ${list} WHERE true ON CONFLICT DO NOTHING RETURNING key`,
    ),
    read: statement(`
      SELECT t.key, t.state, t.print, t.token, t.until, t.until - :now AS remaining, t.customer_id,
      t.fields FROM ${found}`),
    recall: statement(`SELECT ${known} FROM ${foundByKey} WHERE t.state = 'created'`),
    // Nothing but the fingerprint is changed, whatever another run does meanwhile.
    reprint: statement(`${insert}, t.state, c.value ->> 1, t.token, t.until, t.customer_id, t.fields
      FROM ${found} WHERE t.state = 'created'
      ON CONFLICT (name, key) DO UPDATE SET print = excluded.print
      WHERE l.state = 'created' AND ${contentIn("l.print")} = ${contentIn("excluded.print")}`),
    holders: statement(`SELECT key, customer_id FROM ${table} WHERE name = :name AND ${exists}
      AND customer_id IN (SELECT c.value ->> 0 FROM ${list})`),
    confirm: statement(`${insert}, t.state, t.print, :token, :now + :hold, t.customer_id, t.fields
      ${held} RETURNING key`),
    doubt: statement(`${insert}, CASE t.state WHEN 'sending' THEN 'doubt' ELSE t.state END,
      t.print, :token, :now + :hold, t.customer_id, t.fields ${held}`),
    // A row that is removed in the same instant is claimed like one that never was. The time is that of the reading: a
    // row that was changed while this waited for it has more time left.
    takeOver: statement(
      `${insert}, 'sending', c.value ->> 1, :token, :now + :hold, '', c.value ->> 2
      FROM ${found} WHERE t.${isOpen} AND ${isAsSeen(3, 4)}
      ${update} WHERE l.${isOpen} AND l.until <= excluded.until - :hold RETURNING key`,
    ),
    // The row may be changed while this waits for it, and be \`created\` again. So the token is compared once more: the
    // column of the fingerprint, which is emptied, brings the one that was seen.
    claimUpdate: statement(`${insert}, 'updating', c.value ->> 1, :token, :now + :hold,
      t.customer_id, c.value ->> 3
      FROM ${found} WHERE t.${exists} AND ${isAsSeen(1, 2)} ${change("''")}
      WHERE l.${exists} AND l.token = excluded.print AND l.until <= excluded.until - :hold
      RETURNING key`),
    create: statement(`${insert}, 'created', t.print, t.token, 0, c.value ->> 2, t.fields
      FROM ${found} WHERE t.${isOpen} AND t.token = c.value ->> 1
      ${update} WHERE l.${isOpen} AND l.token = excluded.token RETURNING key`),
    settle: statement(`${insert}, 'created', c.value ->> 2, t.token,
      CASE WHEN :hold > 0 THEN :now + :hold ELSE 0 END, c.value ->> 4, c.value ->> 3
      FROM ${found} WHERE t.${exists} AND t.token = c.value ->> 1
      ${update} WHERE l.${exists} AND l.token = excluded.token RETURNING key`),
    forget: statement(`DELETE FROM ${table} WHERE name = :name AND state = 'sending'
      AND token = :token AND ${isListed}`),
    see: statement(`UPDATE ${table} SET seen = :listed WHERE name = :name AND seen < :listed
      AND ${isListed}`),
    missing: statement(`SELECT key, customer_id FROM ${table}
      WHERE name = :name AND key > :after AND seen < :listed AND ${exists}
      ORDER BY key LIMIT :limit`),
  };
};
