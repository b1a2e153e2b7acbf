/** Journals through a SQL client of Effect, over SQLite. `postgres_test.ts` does the same over PostgreSQL. */
import { JournalSql, JournalStore } from "../../../mod.ts";
import * as JournalFile from "../../../src/policy/journal/sqlite_file.ts";
import { layerAt } from "../../../src/policy/journal/sql_store.ts";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Statement from "effect/sql/Statement";
import { assert, assertEquals } from "../../support/assert.ts";
import { inTempFolder } from "../../support/files.ts";
import { it } from "../../support/it.ts";
import { layerSqliteClient } from "../../support/sqlite_client.ts";
import { storeSuite } from "./store_suite.ts";

storeSuite(
  "SQL client",
  () => Layer.provide(layerAt(Clock.currentTimeMillis), layerSqliteClient()),
);

it.effect("SQLite's clock counts, and not the one of the program", () =>
  Effect.gen(function* () {
    const entries = (yield* JournalStore).open("journal");
    yield* entries.claim([{ key: "a", print: "p" }], "one", 0);
    const [entry] = yield* entries.read(["a"]);
    assert(entry.state === "sending");
    const ago = Date.now() - entry.until;
    assert(ago >= 0 && ago < 60_000, `${ago} ms ago`);
    assertEquals(yield* entries.takeOver([entry], "two", 1000), ["a"]);
  }).pipe(Effect.provide(Layer.provide(JournalSql.layer, layerSqliteClient()))));

it.effect("a database that is neither PostgreSQL nor SQLite is refused", () => {
  const mysql = Statement.makeCompiler({
    dialect: "mysql",
    placeholder: () => "?",
    onIdentifier: (name) => name,
    onRecordUpdate: () => ["", []],
    onCustom: () => ["", []],
  });
  return Effect.gen(function* () {
    const { message } = yield* Effect.flip(Layer.build(JournalSql.layer));
    assertEquals(message, "a journal needs PostgreSQL or SQLite");
  }).pipe(Effect.provide(layerSqliteClient(mysql)));
});

Deno.test("a journal's file is refused: a table beside its own would know nobody", () =>
  inTempFolder(async (folder) => {
    const file = `${folder}/journal`;
    const claims = [{ key: "a", print: "p" }];
    const claim = Effect.flatMap(JournalStore, ({ open }) => open("list").claim(claims, "one", 0));
    await Effect.runPromise(Effect.provide(claim, JournalFile.layer(file)));
    const client = Layer.provide(JournalSql.layer, layerSqliteClient(undefined, file));
    const { message } = await Effect.runPromise(Effect.flip(Effect.provide(claim, client)));
    assertEquals(
      message,
      "the database is the file of a journal, which only a store in a file can use",
    );
  }));
