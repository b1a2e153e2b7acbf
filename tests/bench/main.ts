/**
 * `deno task bench`: measures the module and its peers in alternation, and compares the medians with the project's
 * targets. Prints a table, keeps the results in results.json next to this file, and writes the table into the README.
 *
 * `--rounds N` measures N times (default: 5). `--quick` measures once, with less data. `--only TEXT` measures only the groups whose names contain the
 * text. With either of them nothing is kept, except in the file that `--json FILE` names. Linux only.
 */
import { parseArgs } from "node:util";
import type { Effort, Say } from "./alternate.ts";
import { batchingFigures } from "./batching_figures.ts";
import { csvFigures } from "./csv_figures.ts";
import { describe, environment } from "./environment.ts";
import type { Figure } from "./figure.ts";
import { denoHandlerFigures, workerdHandlerFigures } from "./handler_figures.ts";
import { heapFigures } from "./heap_figures.ts";
import { importFigures } from "./import_figures.ts";
import { journalFigures } from "./journal_figures.ts";
import { resultsFile, writeFigures } from "./readme.ts";
import type { Results } from "./results.ts";
import { sizeFigures } from "./size_figures.ts";
import { startFigures } from "./start_figures.ts";
import { syncFigures } from "./sync_figures.ts";
import { table } from "./table.ts";
import { denoValidationFigures, workerdValidationFigures } from "./validation_figures.ts";
import { workbookFigures } from "./workbook_figures.ts";

const { values: { json, only, quick, rounds } } = parseArgs({
  options: {
    json: { type: "string" },
    only: { type: "string", default: "" },
    quick: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
  },
});

type Measure = (effort: Effort, say: Say) => Promise<ReadonlyArray<Figure>>;

const groups: { readonly [name: string]: Measure } = {
  "import": importFigures,
  "start": startFigures,
  "small heap": heapFigures,
  "journal": journalFigures,
  "sync": syncFigures,
  "validation on Deno": denoValidationFigures,
  "validation in workerd": workerdValidationFigures,
  "handler on Deno": denoHandlerFigures,
  "handler in workerd": workerdHandlerFigures,
  "batching": batchingFigures,
  "CSV": csvFigures,
  "workbooks": workbookFigures,
  "sizes": sizeFigures,
};

const effort: Effort = { quick, rounds: quick ? 1 : Number(rounds) };
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
  await writeFigures();
}
