/**
 * A program that a timer starts every night, without Effect: Thulium becomes like a table of a database. Its exit status tells
 * the timer whether somebody has to look.
 *
 * Run it with: deno run --allow-read=/tmp --allow-write=/tmp examples/promise/nightly.ts
 */
import { connect } from "@thulium-effect/batch-customers/promise";
import { makeSandbox } from "@thulium-effect/batch-customers/sandbox";
import * as JournalFile from "@thulium-effect/batch-customers/sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";

const folder = mkdtempSync("/tmp/nightly-");
const database = new DatabaseSync(`${folder}/crm.sqlite`);
database.exec(`
  CREATE TABLE person (id INTEGER PRIMARY KEY, surname TEXT NOT NULL, note TEXT);
  INSERT INTO person VALUES (1, 'Kowalska', 'new'), (2, 'Nowak', NULL), (3, 'Wiśniewska', NULL);
`);

/** The rows, one by one: the table is never in memory as a whole. */
function* people() {
  for (const { id, ...columns } of database.prepare("SELECT * FROM person").iterate()) {
    yield { identifier: `crm-${id}`, ...columns };
  }
}

const sandbox = makeSandbox(); // a real program has: system: "acme", user, password

const night = async () => {
  const store = JournalFile.layer(`${folder}/crm.journal`);
  await using thulium = connect({
    ...sandbox.connection,
    journal: { name: "crm", store, listedAt: Date.now() },
  });
  // A wrong password, a database that is gone, a Thulium that can't be reached: the loop throws, and the program fails.
  for await (const { index, outcome } of thulium.sync(people(), { nulls: "omit" })) {
    const what = outcome._tag === "Updated" ? `${outcome.fields} updated` : outcome._tag;
    console.log(`row ${index + 1}: ${"message" in outcome ? outcome.message : what}`);
    if (!("customerId" in outcome)) process.exitCode = 1;
  }
  for await (const id of thulium.missing()) console.log(`not in the list: ${id}`);
};

try {
  await night();
  await new Promise((resolve) => setTimeout(resolve, 2)); // the second list has a later time
  database.exec("UPDATE person SET note = 'moved' WHERE id = 2; DELETE FROM person WHERE id = 3");
  database.exec("INSERT INTO person VALUES (4, '', NULL)");
  await night();
} finally {
  database.close();
  rmSync(folder, { recursive: true });
}
