/**
 * A program that a timer starts every night: it makes Thulium like a table of a database. The journal beside it knows what
 * Thulium was told, so only changes are sent. Its exit status tells the timer whether somebody has to look.
 *
 * Run it with: deno run --allow-read=/tmp --allow-write=/tmp examples/sync/nightly.ts
 */
import { importCustomers, Outcome, syncPolicies } from "@thulium-effect/batch-customers";
import * as JournalFile from "@thulium-effect/batch-customers/sqlite";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Stream from "effect/Stream";
import { DatabaseSync } from "node:sqlite";

const folder = await Deno.makeTempDir({ dir: "/tmp" });
const database = new DatabaseSync(`${folder}/crm.sqlite`);
database.exec(`
  CREATE TABLE person (id INTEGER PRIMARY KEY, surname TEXT NOT NULL, note TEXT);
  INSERT INTO person VALUES (1, 'Kowalska', 'new'), (2, 'Nowak', NULL), (3, 'Wiśniewska', NULL);
`);

const people = Stream.suspend(() =>
  Stream.fromIterable(database.prepare("SELECT id, surname, note FROM person").iterate())
).pipe(Stream.map(({ id, ...columns }) => ({ identifier: `crm-${id}`, ...columns })));

/** With `BatchCall.layerEnv()` and `CustomerLookup.layerEnv()` in place of the sandbox, this is the real program. */
const Thulium = syncPolicies({ journal: { name: "crm" } }).pipe(
  Layer.provide([
    Sandbox.layerBatchCall(),
    Sandbox.layerLookup(),
    JournalFile.layer(`${folder}/crm.journal`),
  ]),
);

// Thulium keeps what it has where a column is NULL. A wrong password ends the program with an `AuthError`.
const night = importCustomers(people, { nulls: "omit", whenRefused: "fail" }).pipe(
  Stream.runForEach(({ index, outcome }) =>
    Effect.sync(() => {
      if (Outcome.isUpdated(outcome)) console.log(`row ${index + 1}: ${outcome.fields} updated`);
      else console.log(`row ${index + 1}: ${outcome._tag}`);
      if (!("customerId" in outcome)) Deno.exitCode = 1;
    })
  ),
  Effect.provide(Thulium),
);

const program = Effect.gen(function* () {
  yield* night;
  database.exec("UPDATE person SET note = 'moved' WHERE id = 2");
  database.exec("INSERT INTO person VALUES (4, 'Zielińska', NULL), (5, '', NULL)");
  yield* night;
});

try {
  await Effect.runPromise(Effect.provide(program, Sandbox.layer()));
} finally {
  database.close();
  await Deno.remove(folder, { recursive: true });
}
