/**
 * A store in PostgreSQL, by the address of a database: for the programs of several machines. The database's clock is the
 * store's.
 *
 * A program that has a SQL client of Effect already uses that, with `JournalSql.layer`.
 *
 * @example
 * ```ts
 * import { connect } from "@thulium-effect/batch-customers/promise";
 * import * as JournalPostgres from "@thulium-effect/batch-customers/postgres";
 *
 * const connectWith = (password: string, database: string) =>
 *   connect({
 *     system: "acme",
 *     user: "api_user",
 *     password,
 *     journal: { name: "customers", store: JournalPostgres.layer(database) },
 *   });
 * ```
 *
 * @module
 */
import * as PgClient from "@effect/sql-pg/PgClient";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import * as JournalSql from "./sql_client.ts";
import { asStoreError } from "./sql_store.ts";
import type { JournalStore, JournalStoreError } from "./store.ts";

/**
 * Keeps journals in the database at this address, such as `postgres://user:password@host/database`, in the table
 * `thulium_journal_1`, which is made if there is none. It uses four connections at most. Fails if the database can't be
 * reached or refuses the user; the error holds no address, because it may have a password in it.
 */
export const layer = (url: string): Layer.Layer<JournalStore, JournalStoreError> =>
  PgClient.layer({
    url: Redacted.make(url),
    applicationName: "thulium-batch-customers",
    maxConnections: 4,
    connectTimeout: "5 seconds",
  }).pipe(
    Layer.catch((error) => Layer.effectContext(Effect.fail(asStoreError(error)))),
    (client) => Layer.provide(JournalSql.layer, client),
  );
