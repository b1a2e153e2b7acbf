/** The README shows the kept results of the benchmarks. */
import { assert, assertEquals } from "../support/assert.ts";
import { readmeFile, resultsFile, withFigures } from "./readme.ts";
import { draw, drawingFile } from "./scale_drawing.ts";

Deno.test("the README's table shows the kept results", async () => {
  const readme = await Deno.readTextFile(readmeFile);
  const results = JSON.parse(await Deno.readTextFile(resultsFile));
  assertEquals(withFigures(readme, results), readme, "Run: deno task bench:readme");
});

Deno.test("the README's drawing shows the kept results", async () => {
  // `assertEquals` would print thousands of lines.
  const isKept = await draw() === await Deno.readTextFile(drawingFile);
  assert(isKept, "Run: deno task bench:scale --draw");
});
