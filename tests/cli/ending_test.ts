/** What the importer says at the end, and what it advises. */
import { Outcome } from "../../mod.ts";
import { adviceOf, type Ending, exitCodeOf } from "../../src/cli/ending.ts";
import { Tally } from "../../src/cli/tally.ts";
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

const endingOf = (...outcomes: ReadonlyArray<Outcome>): Ending => {
  const tally = new Tally(false);
  tally.add(outcomes.map((outcome, index) => ({ index, outcome })));
  return { tally, unreadable: undefined, unwritable: undefined, isStopped: false };
};

Deno.test("an import whose customers all exist ends with status 0 and needs no advice", () => {
  const ending = endingOf(
    Outcome.created("13"),
    Outcome.unchanged("14"),
    Outcome.unchanged("15", true),
  );
  assertEquals(exitCodeOf(ending), 0);
  assertEquals(adviceOf({ journal: "journal", rejects: undefined }, ending), []);
});

Deno.test("a row that does not exist beside one that does ends with status 1 and the advice to go on", () => {
  const ending = endingOf(Outcome.unchanged("13"), Outcome.notSent("busy"));
  assertEquals(exitCodeOf(ending), 1);
  const [withJournal] = adviceOf({ journal: "journal", rejects: undefined }, ending);
  assertStringIncludes(withJournal, "Start the same command again");
  const [without] = adviceOf({ journal: undefined, rejects: undefined }, ending);
  assertStringIncludes(without, "Do NOT import this file again as it is");
});

Deno.test("with a journal rows may be corrected and moved, except for those that may exist", () => {
  const given = { journal: "journal", rejects: undefined };
  const [rejected] = adviceOf(given, endingOf(Outcome.rejected(400, "surname: is required")));
  assertStringIncludes(rejected, "Correct bad rows first; rows may also be moved and added.");
  const [, doubtful] = adviceOf(given, endingOf(Outcome.unknown("no answer")));
  assertStringIncludes(doubtful, "moved and added, but leave those that may exist as they are.");
});
