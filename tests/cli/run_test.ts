/** What the importer prints on which of its two outputs. */
import { DatabaseSync } from "node:sqlite";
import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { ndjson, people, test } from "./importer.ts";

/** Takes the tables away from the journal, as soon as a request is on its way. */
const breakJournal = (file: string): void => {
  const database = new DatabaseSync(file);
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  for (const { name } of tables) database.exec(`DROP TABLE "${name}"`);
  database.close();
};

test("warnings of the log go to standard error, and the result alone to standard output", async ({ path, run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(1)));
  const answer = thulium.answer.bind(thulium);
  thulium.answer = (request) => {
    breakJournal(path("journal"));
    return answer(request);
  };
  const args = [file, "--journal", path("journal"), "--json", "--lang", "pl"];
  const { stderr, stdout } = await run(args);
  assertStringIncludes(stderr, "uwaga: dziennika nie zapisano dla 1 klienta");
  assertEquals(JSON.parse(stdout).total, 1);
  assertEquals(stdout.trimEnd().split("\n").length, 1);
});
