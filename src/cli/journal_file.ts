/**
 * The store of a journal in one file: a table of keys and values in SQLite. A write is durable when it returns, and the
 * file stays consistent if the process is killed at any time.
 *
 * @module
 */
import { resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as KeyValueStore from "effect/persistence/KeyValueStore";
import { UsageError } from "./usage_error.ts";

/** Opens the file, or makes it. */
export const layerJournalFile = (
  file: string,
): Layer.Layer<KeyValueStore.KeyValueStore, UsageError> =>
  Layer.effect(
    KeyValueStore.KeyValueStore,
    Effect.map(
      Effect.acquireRelease(open(file), (database) => Effect.sync(() => database.close())),
      makeStore,
    ),
  );

const open = (file: string): Effect.Effect<DatabaseSync, UsageError> =>
  Effect.try({
    try: () => {
      // An absolute path, because SQLite gives "" and ":memory:" another meaning.
      const database = new DatabaseSync(resolve(file), { timeout: 5000 });
      database.exec(`
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE IF NOT EXISTS journal (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      `);
      return database;
    },
    catch: () => new UsageError({ message: `${file}: can't be used as a journal` }),
  });

const makeStore = (database: DatabaseSync): KeyValueStore.KeyValueStore => {
  const get = database.prepare("SELECT value FROM journal WHERE key = ?");
  const set = database.prepare("INSERT OR REPLACE INTO journal (key, value) VALUES (?, ?)");
  const remove = database.prepare("DELETE FROM journal WHERE key = ?");
  const keys = database.prepare("SELECT key FROM journal");
  const attempt = <A>(method: string, run: () => A) =>
    Effect.try({
      try: run,
      catch: (cause) =>
        new KeyValueStore.KeyValueStoreError({
          method,
          message: "the journal's file failed",
          cause,
        }),
    });
  const allKeys = attempt("keys", () => keys.all().map(({ key }) => String(key)));
  return KeyValueStore.makeStringOnly({
    get: (key) =>
      attempt("get", () => {
        const found = get.get(key);
        return found === undefined ? undefined : String(found.value);
      }),
    set: (key, value) => attempt("set", () => void set.run(key, value)),
    remove: (key) => attempt("remove", () => void remove.run(key)),
    clear: attempt("clear", () => database.exec("DELETE FROM journal")),
    size: Effect.map(allKeys, ({ length }) => length),
    keys: allKeys,
  });
};
