/** Journals in SQLite: in a new file, in a folder that is removed with the layer; and in memory, which is faster. */
import { JournalStore } from "../../mod.ts";
import { sqlite } from "../../src/policy/journal/sql_dialects.ts";
import { inSql } from "../../src/policy/journal/sql.ts";
import * as JournalFile from "../../src/policy/journal/sqlite_file.ts";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { DatabaseSync } from "node:sqlite";

export const layerFile: Layer.Layer<JournalStore> = Layer.unwrap(Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => Deno.makeTempDirSync()),
    (folder) => Effect.sync(() => Deno.removeSync(folder, { recursive: true })),
  ),
  (folder) => Layer.orDie(JournalFile.layer(`${folder}/journal`)),
));

export const layerSqliteInMemory: Layer.Layer<JournalStore> = Layer.effect(
  JournalStore,
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => new DatabaseSync(":memory:")),
      (database) => Effect.sync(() => database.close()),
    ),
    (database) => {
      database.exec(sqlite.makeTable);
      const run = (sql: string, parameters: ReadonlyArray<string | number>) =>
        Effect.sync(() => database.prepare(sql).all(...parameters));
      return { open: (name) => inSql(run, sqlite, name, Clock.currentTimeMillis) };
    },
  ),
);
