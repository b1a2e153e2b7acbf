/**
 * Makes a store over a SQL client of Effect, at the database's clock or at another one.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as SqlClient from "effect/sql/SqlClient";
import type { SqlError, SqlErrorReason } from "effect/sql/SqlError";
import { type Dialect, postgres, sqlite, table, tableOfFile } from "./sql_dialects.ts";
import { inSql, type Row, type RunSql } from "./sql.ts";
import { JournalStore, JournalStoreError } from "./store.ts";

/** The store. Tests in virtual time give a clock of their own. */
export const layerAt = (
  clock: Effect.Effect<number> | "store",
): Layer.Layer<JournalStore, JournalStoreError, SqlClient.SqlClient> =>
  Layer.effect(
    JournalStore,
    Effect.gen(function* () {
      // The caller's client may change the names of columns.
      const sql = (yield* SqlClient.SqlClient).withoutTransforms();
      const dialect = dialectOf(sql);
      if (dialect === undefined) {
        return yield* new JournalStoreError({ message: "a journal needs PostgreSQL or SQLite" });
      }
      const outside = Context.omit(sql.transactionService);
      const execute = (text: string, parameters: ReadonlyArray<string | number> = []) =>
        sql.unsafe<Row>(text, parameters).pipe(
          // Nothing of such a statement was done.
          Effect.retry({ times: 10, while: ({ reason }) => undone.has(reason._tag) }),
          // In a transaction of the caller nothing would be durable before that ends.
          Effect.updateContext((context: Context.Context<never>) => outside(context)),
        );
      const run: RunSql = (text, parameters) =>
        Effect.mapError(execute(text, parameters), asStoreError);
      // A table beside that of a journal's file would know nobody, and everybody would be sent again.
      const isFile = dialect === sqlite &&
        (yield* execute(`SELECT key FROM ${tableOfFile} WHERE false`).pipe(
          Effect.as(true),
          Effect.catchIf(isOfStatement, () => Effect.succeed(false)),
          Effect.mapError(asStoreError),
        ));
      if (isFile) return yield* new JournalStoreError({ message: ofFile });
      yield* execute(`SELECT key FROM ${table} WHERE false`).pipe(
        // A user who may not make tables may use one that is there.
        Effect.catchIf(isOfStatement, () => execute(dialect.makeTable)),
        Effect.mapError(asStoreError),
      );
      return { open: (name: string) => inSql(run, dialect, name, clock) };
    }),
  );

/** What to say of an error of a database. Not the error itself: it quotes values, and an address with its password. */
export const asStoreError = ({ reason }: SqlError): JournalStoreError =>
  new JournalStoreError({ message: `the journal's database ${whatIsWrong(reason)}` });

const whatIsWrong = ({ _tag, cause }: SqlErrorReason): string => {
  switch (_tag) {
    case "AuthenticationError":
      return "refuses the user or the password";
    case "AuthorizationError":
      return `does not let its user make the table ${table}, or use it`;
    case "ConnectionError":
      return "can't be reached, or the connection was lost";
    default:
      return `failed (${_tag}${codeOf(cause)})`;
  }
};

/** The code that SQL gives an error. */
const codeOf = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "code" in cause &&
    typeof cause.code === "string" && /^[0-9A-Z]{5}$/.test(cause.code)
    ? `, code ${cause.code}`
    : "";

const ofFile = "the database is the file of a journal, which only a store in a file can use";

const undone: ReadonlySet<string> = new Set(["DeadlockError", "SerializationError"]);

const dialectOf = (sql: SqlClient.SqlClient): Dialect | undefined =>
  sql.onDialectOrElse<Dialect | undefined, Dialect, Dialect>({
    pg: () => postgres,
    sqlite: () => sqlite,
    orElse: () => undefined,
  });

/** Whether a database was reached, and refused the statement. */
const isOfStatement = ({ reason: { _tag } }: SqlError): boolean =>
  _tag !== "ConnectionError" && _tag !== "AuthenticationError";
