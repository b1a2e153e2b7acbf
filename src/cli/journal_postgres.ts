/**
 * A journal in PostgreSQL. This file is loaded only for `--journal postgres://…`.
 *
 * @module
 */
import * as PgClient from "@effect/sql-pg/PgClient";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import { layer } from "../policy/journal/sql_client.ts";
import { asStoreError } from "../policy/journal/sql_store.ts";
import type { JournalStore, JournalStoreError } from "../policy/journal/store.ts";

/** Keeps the journal in the database at this address. */
export const layerStorePostgres = (url: string): Layer.Layer<JournalStore, JournalStoreError> =>
  PgClient.layer({
    url: Redacted.make(url),
    applicationName: "thulium-batch-customers",
    maxConnections: 4,
    connectTimeout: "5 seconds",
  }).pipe(
    Layer.catch((error) => Layer.effectContext(Effect.fail(asStoreError(error)))),
    (client) => Layer.provide(layer, client),
  );
