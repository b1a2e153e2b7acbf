/**
 * Writes the kept results into the README, between the two comments that mark their place. `deno task bench` does
 * this at its end, and `deno task bench:readme` does only this.
 */
import manifest from "../../deno.json" with { type: "json" };
import { describe } from "./environment.ts";
import type { Results } from "./results.ts";
import { table } from "./table.ts";

const begin = "<!-- figures: written by deno task bench -->";
const end = "<!-- end of figures -->";

export const readmeFile: URL = new URL("../../README.md", import.meta.url);
export const resultsFile: URL = new URL("./results.json", import.meta.url);

/** Wraps a paragraph like `deno fmt`, so that the README stays formatted. */
const wrapped = (text: string): string => {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = `${lines.at(-1)} ${word}`.trimStart();
    if (line.length <= manifest.fmt.lineWidth) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines.join("\n");
};

/** The README with these results. */
export const withFigures = (
  readme: string,
  { environment, figures, rounds }: Results,
): string => {
  const [before, rest] = readme.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`README.md needs ${begin} and ${end}`);
  const lines = [
    begin,
    "",
    wrapped(`Medians of ${rounds} rounds; ${describe(environment)}.`),
    "",
    table(figures),
    "",
    end,
  ];
  return `${before}${lines.join("\n")}${after}`;
};

/** Writes the kept results into the README. */
export const writeReadme = async (): Promise<void> => {
  const results: Results = JSON.parse(await Deno.readTextFile(resultsFile));
  await Deno.writeTextFile(readmeFile, withFigures(await Deno.readTextFile(readmeFile), results));
};

if (import.meta.main) await writeReadme();
