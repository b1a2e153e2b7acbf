/** The pages show the kept results of the benchmarks. */
import { assert, assertEquals } from "../support/assert.ts";
import { mainFigures, pages, resultsFile, withFigures } from "./readme.ts";
import type { Results } from "./results.ts";
import { draw, drawingFile } from "./scale_drawing.ts";

const results: Results = JSON.parse(await Deno.readTextFile(resultsFile));

Deno.test("the tables of the README and of the page of figures show the kept results", async () => {
  for (const { file, shows } of pages) {
    const page = await Deno.readTextFile(file);
    assertEquals(withFigures(page, results, shows), page, "Run: deno task bench:readme");
  }
});

Deno.test("the figures that the README shows exist", () => {
  const known = results.figures.map(({ what }) => what);
  assertEquals([...mainFigures].filter((what) => !known.includes(what)), []);
});

Deno.test("the drawing on the page of figures shows the kept results", async () => {
  // `assertEquals` would print thousands of lines.
  const isKept = await draw() === await Deno.readTextFile(drawingFile);
  assert(isKept, "Run: deno task bench:scale --draw");
});
