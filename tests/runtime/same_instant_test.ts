/** Two importers that are begun in the same instant, on one journal that neither has yet. */
import { type Bench, ndjson, people, ran, withBench } from "../cli/importer.ts";
import { everybodyOnce, reportsAreTrue } from "../cli/truth.ts";
import { assertEquals } from "../support/assert.ts";

const count = 40;
/** `SAME_INSTANT_TRIALS=50` tries harder. */
const trials = Number(Deno.env.get("SAME_INSTANT_TRIALS") ?? 10);
/** The importers mostly wait for each other, so that some pairs may work at the same time. */
const pairsAtOnce = 3;

const trial = async ({ path, spawn, thulium, write }: Bench): Promise<void> => {
  const file = await write("k.ndjson", ndjson(people(count)));
  const args = [file, "--journal", path("journal"), "--batch-size", "10", "--report"];
  const reports = [path("one"), path("other")];
  const ends = await Promise.all(reports.map((report) => ran(spawn([...args, report]))));
  for (const { code, stderr, stdout } of ends) assertEquals(code, 0, stdout + stderr);
  everybodyOnce(thulium.customers, count);
  assertEquals(await reportsAreTrue(thulium.customers, count, reports), count);
  const files = [...Deno.readDirSync(path(""))].map(({ name }) => name);
  assertEquals(files.filter((name) => name.startsWith("journal")), ["journal"]);
};

Deno.test("two importers that begin in the same instant create everybody once between them", async () => {
  let left = trials;
  const oneAfterTheOther = async () => {
    while (left-- > 0) await withBench(trial);
  };
  await Promise.all(Array.from({ length: pairsAtOnce }, oneAfterTheOther));
});
