/** An import that is put to sleep while it waits for its turn, and wakes when another one has done its work. */
import { confirmedMillis } from "../../src/call/confirm.ts";
import { ndjson, people, ran, test } from "../cli/importer.ts";
import { everybodyOnce, reportsAreTrue } from "../cli/truth.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { onTable } from "../support/journal_table.ts";
import { letClaimsExpire } from "./claim_time.ts";

const count = 4;

const pause = (millis: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, millis)));

/** Waits until a journal's file has an entry for each customer. One more notes the journal's key. */
const untilAllAreClaimed = async (file: string): Promise<void> => {
  for (;;) {
    await pause(20);
    try {
      if (
        onTable(file, "SELECT key FROM thulium_journal_2 WHERE name NOT LIKE '% key'").length ===
          count
      ) return;
    } catch {
      // The importer has not made the file yet.
    }
  }
};

test("an import that slept while it waited sends nobody whom another run has created meanwhile", async ({ path, run, spawn, thulium, write }) => {
  const journal = path("journal");
  const args = [
    await write("k.ndjson", ndjson(people(count))),
    ...["--journal", journal, "--absent-after", "1", "--timeout", "1"],
    ...["--batch-size", "2", "--rate", "1"],
  ];
  const sleeper = spawn([...args, "--report", path("first")]);
  const ended = ran(sleeper);
  await untilAllAreClaimed(journal);
  sleeper.kill("SIGSTOP");
  const fellAsleep = performance.now();
  letClaimsExpire(journal);

  const other = await run([...args, "--report", path("second")]);
  assertEquals(other.code, 0, other.stdout + other.stderr);
  everybodyOnce(thulium.customers, count);

  // By then the sleeper's last confirmation does not count any more.
  await pause(confirmedMillis - (performance.now() - fellAsleep));
  sleeper.kill("SIGCONT");
  const { code, stderr, stdout } = await ended;
  assertEquals(code, 0, stdout + stderr);
  everybodyOnce(thulium.customers, count);
  assertEquals(
    await reportsAreTrue(thulium.customers, count, [path("first"), path("second")]),
    count,
  );
  assert(
    await reportsAreTrue(thulium.customers, count, [path("second")]) >= 2,
    "nobody was left for the other run",
  );
});
