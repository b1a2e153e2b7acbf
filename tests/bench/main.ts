/**
 * `deno task bench`: measures the module next to what a team would write instead, in alternation, and holds
 * the medians against the project's targets. Prints the table, keeps it in results.json beside this file, and
 * puts it into the README. `--quick` takes less of everything and `--only TEXT` just the groups whose names hold
 * the text: both are for a look, and keep nothing unless `--json FILE` says where. Linux only.
 */
import { parseArgs } from "node:util";
import type { Effort, Say } from "./alternate.ts";
import { batchingFigures } from "./batching_figures.ts";
import { describe, environment } from "./environment.ts";
import type { Figure } from "./figure.ts";
import { denoHandlerFigures, workerdHandlerFigures } from "./handler_figures.ts";
import { importFigures } from "./import_figures.ts";
import { resultsFile, writeReadme } from "./readme.ts";
import type { Results } from "./results.ts";
import { sizeFigures } from "./size_figures.ts";
import { table } from "./table.ts";
import { denoValidationFigures, workerdValidationFigures } from "./validation_figures.ts";

const { values: { json, only, quick } } = parseArgs({
  options: {
    json: { type: "string" },
    only: { type: "string", default: "" },
    quick: { type: "boolean", default: false },
  },
});

type Measure = (effort: Effort, say: Say) => Promise<ReadonlyArray<Figure>>;

const groups: { readonly [name: string]: Measure } = {
  "import": importFigures,
  "validation on Deno": denoValidationFigures,
  "validation in workerd": workerdValidationFigures,
  "handler on Deno": denoHandlerFigures,
  "handler in workerd": workerdHandlerFigures,
  "batching": batchingFigures,
  "sizes": sizeFigures,
};

const effort: Effort = { quick, rounds: quick ? 1 : 5 };
const began = performance.now();
const figures: Array<Figure> = [];
for (const [name, measure] of Object.entries(groups)) {
  if (!name.includes(only)) continue;
  const say: Say = (text) => {
    const seconds = Math.round((performance.now() - began) / 1000);
    console.error(`${String(seconds).padStart(4)} s  ${name}: ${text}`);
  };
  figures.push(...await measure(effort, say));
}

const results: Results = { environment: environment(), rounds: effort.rounds, figures };
console.log(`${describe(results.environment)}\n\n${table(figures)}`);
const text = `${JSON.stringify(results, undefined, 2)}\n`;
const isWhole = !quick && only === "";
if (json !== undefined) await Deno.writeTextFile(json, text);
else if (isWhole) {
  await Deno.writeTextFile(resultsFile, text);
  await writeReadme();
}
