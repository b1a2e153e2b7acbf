/**
 * Writes the kept results into the pages, between the two comments that mark their place: all of them into
 * `src/docs/figures.md`, and the main ones into the README. `deno task bench` does this at its end, and
 * `deno task bench:readme` does only this.
 */
import manifest from "../../deno.json" with { type: "json" };
import { describe } from "./environment.ts";
import type { Figure } from "./figure.ts";
import type { Results } from "./results.ts";
import { table } from "./table.ts";

const begin = "<!-- figures: written by deno task bench -->";
const end = "<!-- end of figures -->";

/**
 * What the README shows: of each kind of use what a user feels first, whether its target is met or not. A name that no
 * figure has any more makes the test fail.
 */
export const mainFigures: ReadonlySet<string> = new Set([
  "import of 200,000 customers, wall time",
  "import of 200,000 customers, peak memory",
  "sync of 200,000 unchanged customers, wall time",
  "import of 100,000 customers of CSV, wall time",
  "validation on Deno, valid customers with all fields",
  "handler on Deno, 20 customers per request",
  "handler in workerd, 20 customers per request",
  "handler in workerd, cold start to the first answer",
  "the Worker with everything on, gzipped",
  "a program that calls addCustomers with default policies, gzipped",
]);

const isMain = ({ what }: Figure): boolean => mainFigures.has(what);

/** The pages that show figures, and which ones. */
export const pages: ReadonlyArray<
  { readonly file: URL; readonly shows: (figure: Figure) => boolean }
> = [
  { file: new URL("../../README.md", import.meta.url), shows: isMain },
  { file: new URL("../../src/docs/figures.md", import.meta.url), shows: () => true },
];

export const resultsFile: URL = new URL("./results.json", import.meta.url);

/** Wraps a paragraph like `deno fmt`, so that a page stays formatted. */
const wrapped = (text: string): string => {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = `${lines.at(-1)} ${word}`.trimStart();
    if (line.length <= manifest.fmt.lineWidth) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines.join("\n");
};

/** A page with these results, as far as it shows them. */
export const withFigures = (
  page: string,
  { environment, figures, rounds }: Results,
  shows: (figure: Figure) => boolean,
): string => {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`a page needs ${begin} and ${end}`);
  const lines = [
    begin,
    "",
    wrapped(`Medians of ${rounds} rounds; ${describe(environment)}.`),
    "",
    table(figures.filter(shows)),
    "",
    end,
  ];
  return `${before}${lines.join("\n")}${after}`;
};

/** Writes the kept results into the pages. */
export const writeFigures = async (): Promise<void> => {
  const results: Results = JSON.parse(await Deno.readTextFile(resultsFile));
  for (const { file, shows } of pages) {
    await Deno.writeTextFile(file, withFigures(await Deno.readTextFile(file), results, shows));
  }
};

if (import.meta.main) await writeFigures();
