/** What the importer says at the end, and what it advises. */
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { ndjson, people, test } from "./importer.ts";

test("the advice never leads to customers who are created twice", async ({ path, run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson([...people(2), {}]));
  const mixed = await run([file]);
  assertStringIncludes(mixed.stderr, "Do NOT import this file again as it is");
  thulium.reset();
  const withJournal = [file, "--journal", path("journal")];
  assertStringIncludes((await run(withJournal)).stderr, "Start the same command again");
  await run(withJournal);
  assertEquals(thulium.customers.length, 2);
});

test("a report that can't be written stops the import, and the summary still counts every outcome", async ({ run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(500)));
  const args = [file, "--report", "/dev/full", "--batch-size", "5"];
  const { code, stderr, stdout } = await run(args, { mayAll: true });
  assertEquals(code, 2);
  assertStringIncludes(stderr, "/dev/full: can't be written");
  assertStringIncludes(stderr, "Do NOT import this file again");
  assertStringIncludes(stdout, `created   ${thulium.customers.length}`);
  assert(thulium.customers.length < 500);
});
