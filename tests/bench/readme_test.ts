/** What the README says of speed and size is what was measured. */
import { assert, assertEquals } from "../support/assert.ts";
import { readmeFile, resultsFile, withFigures } from "./readme.ts";
import { draw } from "./scale_chart.ts";

const read = (name: string) => Deno.readTextFile(new URL(name, import.meta.url));

Deno.test("the README's table is the one of the kept results", async () => {
  const readme = await Deno.readTextFile(readmeFile);
  const results = JSON.parse(await Deno.readTextFile(resultsFile));
  assertEquals(withFigures(readme, results), readme, "Run: deno task bench:readme");
});

Deno.test("the README's picture shows the kept points", async () => {
  const { points } = JSON.parse(await read("./scale.json"));
  // A difference would be thousands of lines long.
  assert(await draw(points) === await read("./scale.svg"), "Run: deno task bench:scale --draw");
});
