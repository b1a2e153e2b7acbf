/**
 * A store in the storage of a Durable Object on Cloudflare, with SQLite behind it. All that should share the journal
 * must go through the same object.
 *
 * An operation succeeds before it is durable. But Cloudflare holds each request of an object back until all that the
 * object wrote before is durable, so no customer is sent without its claim.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { sqlite } from "./sql_dialects.ts";
import { inSql, type Row, type RunSql } from "./sql.ts";
import { JournalStore, JournalStoreError } from "./store.ts";

/** What is needed of an object's `ctx.storage`. */
export interface ObjectStorage {
  /** SQLite in the object. */
  readonly sql: {
    readonly exec: (
      query: string,
      ...bindings: Array<string | number>
    ) => { readonly toArray: () => ReadonlyArray<Row> };
  };
}

/**
 * Keeps journals in an object's storage: `JournalDurableObject.layer(this.ctx.storage)`. Fails if the object's class
 * has no SQLite storage.
 */
export const layer = (
  storage: ObjectStorage,
): Layer.Layer<JournalStore, JournalStoreError> => {
  const run: RunSql = (sql, parameters) =>
    Effect.try({
      try: () => storage.sql.exec(sql, ...parameters).toArray(),
      catch: (cause) =>
        new JournalStoreError({ message: "the storage of the object failed", cause }),
    });
  return Layer.effect(
    JournalStore,
    Effect.as(run(sqlite.makeTable, []), {
      open: (name: string) => inSql(run, sqlite, name, Clock.currentTimeMillis),
    }),
  );
};
