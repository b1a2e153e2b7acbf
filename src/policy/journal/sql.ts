/**
 * A journal's entries in a table of SQL, over whatever runs a statement.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { parseJson } from "../../internal/json.ts";
import type { Dialect } from "./sql_dialects.ts";
import { type Given, type Statement, statementsIn } from "./sql_statements.ts";
import type { Claim, Entries, Entry, KnownPrint, StoreCall } from "./store.ts";

/** A row of a result. */
export type Row = { readonly [column: string]: unknown };

/** Runs a statement with its parameters, which are texts and whole numbers. */
export type RunSql = (
  sql: string,
  parameters: ReadonlyArray<string | number>,
) => StoreCall<ReadonlyArray<Row>>;

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
    { hold = 0, ...others }: Partial<Given>,
  ): StoreCall<ReadonlyArray<Row>> =>
    Effect.flatMap(time, (now) => {
      const times = { now: Math.floor(now), hold: Math.ceil(hold) };
      const given: Given = { ...nothingGiven, ...others, ...times, name };
      return run(sql, parameters.map((parameter) => given[parameter]));
    });
  const each = (
    statement: Statement,
    list: ReadonlyArray<string | ReadonlyArray<string>>,
    given: Partial<Given> = {},
  ): StoreCall<ReadonlyArray<Row>> =>
    list.length === 0
      ? Effect.succeed([])
      : call(statement, { ...given, rows: JSON.stringify(list) });
  const keysOf = Effect.map((rows: ReadonlyArray<Row>) => rows.map(({ key }) => String(key)));
  const knownOf = Effect.map((rows: ReadonlyArray<Row>) =>
    rows.map((row) => ({ key: String(row.key), customerId: String(row.customer_id) }))
  );
  const keyed = (keys: ReadonlyArray<string>) => [...keys].sort().map((key) => [key]);

  return {
    claim: (claims, token, hold, listed = 0) => {
      const list = inOrder(claims).map((
        { customerId = "", fields = "", key, print },
      ) => [key, print, fields, customerId]);
      return keysOf(each(statements.claim, list, { token, hold, listed }));
    },
    read: (keys) => Effect.map(each(statements.read, keyed(keys)), (rows) => rows.map(entryOf)),
    recall: (keys) =>
      Effect.map(each(statements.recall, keys), ([row]) => printsIn(row?.known, keys.length)),
    reprint: (claims) => {
      const list = inOrder(claims).map(({ key, print }) => [key, print]);
      return Effect.asVoid(each(statements.reprint, list));
    },
    holders: (customerIds) =>
      knownOf(each(statements.holders, customerIds.map((customerId) => [customerId]))),
    confirm: (keys, token, hold) => keysOf(each(statements.confirm, keyed(keys), { token, hold })),
    takeOver: (claims, token, hold) => {
      const list = inOrder(claims).map((
        { fields = "", key, print, token, until },
      ) => [key, print, fields, token, `${until}`]);
      return keysOf(each(statements.takeOver, list, { token, hold }));
    },
    claimUpdate: (claims, token, hold) => {
      const list = inOrder(claims).map((
        { fields, key, token, until },
      ) => [key, token, `${until}`, fields]);
      return keysOf(each(statements.claimUpdate, list, { token, hold }));
    },
    create: (created) => {
      const list = inOrder(created).map(({ customerId, key, token }) => [key, token, customerId]);
      return keysOf(each(statements.create, list));
    },
    settle: (settled, hold) => {
      const list = inOrder(settled).map((
        { customerId, fields, key, print, token },
      ) => [key, token, print, fields, customerId]);
      return keysOf(each(statements.settle, list, { hold }));
    },
    doubt: (keys, token, hold) =>
      Effect.asVoid(each(statements.doubt, keyed(keys), { token, hold })),
    forget: (keys, token) => Effect.asVoid(each(statements.forget, keyed(keys), { token })),
    see: (keys, listed) => Effect.asVoid(each(statements.see, keyed(keys), { listed })),
    missing: (listed, after, limit) => knownOf(call(statements.missing, { listed, after, limit })),
  };
};

const nothingGiven = { rows: "", token: "", listed: 0, after: "", limit: 0 };

/** In one order, so that two changes of the same keys can't wait for each other. */
const inOrder = <A extends Pick<Claim, "key">>(claims: ReadonlyArray<A>): ReadonlyArray<A> =>
  [...claims].sort((one, other) => one.key < other.key ? -1 : 1);

/** A place, fingerprints and an id in each text. */
const printsIn = (known: unknown, count: number): ReadonlyArray<KnownPrint | undefined> => {
  const prints = new Array<KnownPrint | undefined>(count).fill(undefined);
  const list: unknown = parseJson(String(known));
  if (!Array.isArray(list)) return prints;
  for (const text of list) {
    const print = text.indexOf(" ") + 1;
    const id = text.indexOf(" ", print) + 1;
    prints[Number(text.slice(0, print))] = {
      print: text.slice(print, id - 1),
      customerId: text.slice(id),
    };
  }
  return prints;
};

const entryOf = (row: Row): Entry => {
  const entry = {
    key: String(row.key),
    print: String(row.print),
    fields: String(row.fields),
    token: String(row.token),
    until: Number(row.until),
    remaining: Number(row.remaining),
  };
  if (row.state === "created" || row.state === "updating") {
    return { ...entry, state: row.state, customerId: String(row.customer_id) };
  }
  return { ...entry, state: row.state === "doubt" ? "doubt" : "sending" };
};
