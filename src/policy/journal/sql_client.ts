/**
 * A store in a database that several processes and machines reach through a SQL client of Effect. The database's clock
 * counts.
 *
 * @module
 */
import * as Layer from "effect/Layer";
import type * as SqlClient from "effect/sql/SqlClient";
import { layerAt } from "./sql_store.ts";
import type { JournalStore, JournalStoreError } from "./store.ts";

/**
 * Keeps journals in the table `thulium_journal_1`, which is made if there is none. PostgreSQL from version 9.5 on, and
 * SQLite from 3.38 on; fails on any other database.
 */
export const layer: Layer.Layer<JournalStore, JournalStoreError, SqlClient.SqlClient> =
  /* @__PURE__ */ Layer.suspend(() => layerAt("store"));
