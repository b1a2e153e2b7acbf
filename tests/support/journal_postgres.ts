/** Journals in a PostgreSQL database. */
import { JournalSql, JournalStore, type JournalStoreError } from "../../mod.ts";
import * as PgClient from "@effect/sql-pg/PgClient";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import type * as Scope from "effect/Scope";
import * as SqlClient from "effect/sql/SqlClient";
import type { SqlError } from "effect/sql/SqlError";

type Config = Omit<PgClient.PgPoolConfig, "url">;

/** A client with connections of its own, as each machine has it. */
export const clientOf = (
  url: string,
  config?: Config,
): Effect.Effect<SqlClient.SqlClient, SqlError, Scope.Scope> =>
  Effect.map(
    Layer.build(PgClient.layer({ url: Redacted.make(url), ...config })),
    Context.get(SqlClient.SqlClient),
  );

/** The store over a client. The database's clock is the store's. */
export const storeOver = (
  client: SqlClient.SqlClient,
): Effect.Effect<JournalStore["Service"], JournalStoreError, Scope.Scope> =>
  Effect.map(
    Layer.build(Layer.provide(JournalSql.layer, Layer.succeed(SqlClient.SqlClient, client))),
    Context.get(JournalStore),
  );

/** Ends when a statement in the database waits for a lock, or the fiber has ended without one. */
export const untilWaiting = (
  client: SqlClient.SqlClient,
  fiber: Fiber.Fiber<unknown, unknown>,
): Effect.Effect<unknown, SqlError> => {
  const waiting = client`SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return Effect.raceFirst(
    Effect.repeat(waiting, { until: ({ length }) => length > 0 }),
    Fiber.await(fiber),
  );
};
