/**
 * Makes a store over a SQL client of Effect, at the database's clock or at another one.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as SqlClient from "effect/sql/SqlClient";
import type { SqlError } from "effect/sql/SqlError";
import { type Dialect, inSql, postgres, type Row, type RunSql, sqlite, table } from "./sql.ts";
import { JournalStore, JournalStoreError } from "./store.ts";

/** The store. Tests in virtual time give a clock of their own. */
export const layerAt = (
  clock: Effect.Effect<number> | "store",
): Layer.Layer<JournalStore, JournalStoreError, SqlClient.SqlClient> =>
  Layer.effect(
    JournalStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient;
      const dialect = dialectOf(sql);
      if (dialect === undefined) {
        return yield* new JournalStoreError({ message: "a journal needs PostgreSQL or SQLite" });
      }
      const run: RunSql = (text, parameters) =>
        sql.unsafe<Row>(text, parameters).pipe(
          // Nothing of such a statement was done.
          Effect.retry({ times: 3, while: ({ reason }) => undone.has(reason._tag) }),
          Effect.mapError(asStoreError),
        );
      yield* makeTable(run, dialect);
      return { open: (name: string) => inSql(run, dialect, name, clock) };
    }),
  );

/** What to say of an error of a database. Not the error itself: it quotes values, and an address with its password. */
export const asStoreError = ({ reason: { _tag } }: SqlError): JournalStoreError => {
  const what = _tag === "AuthenticationError"
    ? "refuses the user or the password"
    : _tag === "ConnectionError"
    ? "can't be reached, or the connection was lost"
    : `failed (${_tag})`;
  return new JournalStoreError({ message: `the journal's database ${what}` });
};

const undone: ReadonlySet<string> = new Set(["DeadlockError", "SerializationError"]);

const dialectOf = (sql: SqlClient.SqlClient): Dialect | undefined =>
  sql.onDialectOrElse<Dialect | undefined, Dialect, Dialect>({
    pg: () => postgres,
    sqlite: () => sqlite,
    orElse: () => undefined,
  });

/** A user who may not make tables may use one that is there. */
const makeTable = (run: RunSql, dialect: Dialect) =>
  Effect.catch(run(`SELECT key FROM ${table} WHERE false`, []), () => run(dialect.makeTable, []));
