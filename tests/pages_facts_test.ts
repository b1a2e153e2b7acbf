/**
 * What the project's pages say agrees with the code: types, variables, flags, columns, tags, versions, links. It is apart from
 * the tests that run the pages, because the check of types takes as long as all programs take to run.
 */
import { flagDocs } from "../src/cli/flag_docs.ts";
import { fieldOfColumn } from "../src/format/mod.ts";
import { handlerVariables } from "../src/handler/mod.ts";
import { assert, assertEquals } from "./support/assert.ts";
import { manifest, root } from "./support/manifest.ts";
import { blocks, pages, read, sections } from "./support/pages.ts";
import { Reader } from "./support/story.ts";

// One check for all programs reads the library only once.
Deno.test("the programs on the pages have the right types", async () => {
  const reader = await Reader.begin("http://127.0.0.1");
  try {
    await reader.check(sections.map(({ blocks }) => blocks));
  } finally {
    await reader.end();
  }
});

Deno.test("the handler's page explains every variable of the handler, and no others", () => {
  const rows = read("src/handler/README.md").split("\n").filter((line) => line.startsWith("| `"));
  const named = rows.flatMap((row) => row.split("|")[1].match(/[A-Z][A-Z_]+/g) ?? []);
  assertEquals(named.sort(), [...handlerVariables].sort());
});

/** The cells of the tables of a section. */
const tableOf = (page: string, title: string): ReadonlyArray<ReadonlyArray<string>> => {
  const section = read(page).split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
  return section.split("\n").filter((line) => line.startsWith("| ")).slice(2)
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
};

Deno.test("the importer's page explains every flag, and no others", () => {
  const named = tableOf("src/docs/importer.md", "Flags").flatMap(([cell]) =>
    [...cell.matchAll(/--([a-z-]+)/g)].map(([, flag]) => flag)
  );
  assertEquals(named.sort(), Object.keys(flagDocs).sort());
});

Deno.test("the names of columns on the pages stand for the fields beside them", () => {
  const rows = [
    ...tableOf("src/docs/importer.md", "Columns"),
    ...tableOf("src/docs/pl.md", "Kolumny"),
  ];
  const wrong: Array<string> = [];
  for (const [field, names] of rows) {
    const fields = [...field.matchAll(/`([^`…]+)/g)].map(([, name]) => name);
    for (const name of fields.length === 0 ? [] : names.replace(/^.*: /, "").split(/[,;] /)) {
      const found = fieldOfColumn(name);
      if (!fields.some((each) => found?.startsWith(each))) wrong.push(`${name}: ${found}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("the page of errors explains every tag that its program handles", () => {
  const program = blocks.find(({ text }) => text.includes("Effect.unwrapReason"))?.text ?? "";
  const handled = [...program.matchAll(/^ {6}(\w+): /gm)].map(([, tag]) => tag);
  const explained = tableOf("src/docs/errors.md", "What every tag means")
    .flatMap(([cell]) => /`(\w+)`/.exec(cell)?.[1] ?? []);
  assertEquals(handled.length, 12);
  assertEquals(handled.filter((tag) => !explained.includes(tag)), []);
});

Deno.test("the README can be read in one sitting", () => {
  assert(read("README.md").split("\n").length < 500);
});

Deno.test("the changelog begins with the version in `deno.json`, or with one that comes after it", () => {
  const [newest, before] = [...read("src/CHANGELOG.md").matchAll(/^## (.*)$/gm)]
    .map(([, heading]) => heading.split(/[: ]+/));
  const current = newest.includes("Unreleased") ? [...newest, ...before] : newest;
  assert(current.includes(manifest.version), current.join(" "));
});

Deno.test("the pages name the version of Deno that .ci/run uses", async () => {
  const gate = await Deno.readTextFile(`${root}.ci/run`);
  const [, version] = /deno@([\d.]+)/.exec(gate) ?? [];
  const named = pages.flatMap((page) => [...read(page).matchAll(/deno@([\d.]+)/g)]);
  assertEquals(new Set(named.map(([, each]) => each)), new Set([version]));
});

/** The anchor that GitHub gives to a heading. */
const anchorOf = (heading: string): string =>
  `#${heading.toLowerCase().replaceAll(/[^\p{L}\d\s-]/gu, "").replaceAll(" ", "-")}`;

/** The links of a page that lead to other files, without their anchors. */
const linksOf = (page: string): ReadonlyArray<{ readonly path: string; readonly anchor: string }> =>
  [...read(page).replaceAll(/^```[^]*?^```/gm, "").matchAll(/\]\(([^)]+)\)/g)]
    .filter(([, link]) => !/^https?:/.test(link))
    .map(([, link]) => {
      const [path, anchor] = link.split("#");
      return { path, anchor: anchor === undefined ? "" : `#${anchor}` };
    });

const anchorsOf = (page: string): ReadonlyArray<string> =>
  [...read(page).replaceAll(/^```[^]*?^```/gm, "").matchAll(/^#+ (.*)$/gm)]
    .map(([, heading]) => anchorOf(heading));

Deno.test("the pages' links lead to files and headings that exist", () => {
  for (const page of pages) {
    for (const { anchor, path } of linksOf(page)) {
      const target = path === "" ? page : new URL(path, `file:///${page}`).pathname.slice(1);
      Deno.statSync(root + target);
      if (anchor !== "") assert(anchorsOf(target).includes(anchor), `${page}: ${path}${anchor}`);
    }
  }
});

/**
 * JSR puts the README's relative links behind the package's own address, or, if the package is linked to a repository,
 * behind the repository's. So they count from the root, without `./` or `../`, and lead to published files only.
 */
Deno.test("the README's links work on JSR: they count from the root, and lead to what is published", () => {
  const published = (path: string) =>
    /^(?:LICENSE|src\/)/.test(path) && !manifest.publish.exclude.includes(path);
  const wrong = linksOf("README.md").filter(({ path }) => path !== "" && !published(path));
  assertEquals(wrong, []);
});
