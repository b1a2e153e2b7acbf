/** The project's pages, for the tests that follow them and the tests that read them. */
import { type Block, type Section, sectionsOf } from "./documents.ts";
import { root } from "./manifest.ts";

const folders = [
  "",
  "src/",
  "src/docs/",
  "src/handler/",
  "src/policy/journal/",
  "examples/",
  ".github/",
];

/** The paths of all pages, from the project's root. */
export const pages: ReadonlyArray<string> = folders.flatMap((folder) =>
  [...Deno.readDirSync(root + folder)]
    .filter(({ name }) => name.endsWith(".md"))
    .map(({ name }) => folder + name)
).sort();

/** The text of a page. */
export const read = (page: string): string => Deno.readTextFileSync(root + page);

/** A section, and the page that it is on. */
export interface PageSection extends Section {
  readonly page: string;
}

/** The sections of all pages that have blocks of code. */
export const sections: ReadonlyArray<PageSection> = pages.flatMap((page) =>
  sectionsOf(page, read(page)).map((section) => ({ ...section, page }))
);

/** The blocks of all pages. */
export const blocks: ReadonlyArray<Block> = sections.flatMap(({ blocks }) => blocks);
