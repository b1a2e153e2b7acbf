/**
 * A store in a database that several processes and machines reach through a SQL client of Effect. The database's clock
 * counts.
 *
 * What a journal writes is durable at once, so its statements take no part in transactions of the caller. A client that
 * has only one connection can't do that: do not import inside of its transactions.
 *
 * @module
 */
import * as Layer from "effect/Layer";
import type * as SqlClient from "effect/sql/SqlClient";
import { layerAt } from "./sql_store.ts";
import type { JournalStore, JournalStoreError } from "./store.ts";

/**
 * Keeps journals in the table `thulium_journal_1`, which is made if there is none. PostgreSQL from version 9.5 on, and
 * SQLite from 3.38 on; fails on any other database. A user who may not make tables needs the rights to `SELECT`,
 * `INSERT`, `UPDATE` and `DELETE` in one that is there.
 */
export const layer: Layer.Layer<JournalStore, JournalStoreError, SqlClient.SqlClient> =
  /* @__PURE__ */ Layer.suspend(() => layerAt("store"));
