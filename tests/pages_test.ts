/**
 * The project's pages are correct. Every block of code on them is run, with the sandbox in Thulium's place, and its
 * output must be the output on the page.
 */
import { flagDocs } from "../src/cli/flag_docs.ts";
import { fieldOfColumn } from "../src/format/mod.ts";
import { handlerVariables } from "../src/handler/mod.ts";
import { Routes } from "../src/sandbox/routes.ts";
import { serve } from "../src/sandbox/serve.ts";
import { assert, assertEquals } from "./support/assert.ts";
import { commandsOf, sectionsOf } from "./support/documents.ts";
import { elsewhere, isElsewhere } from "./support/elsewhere_commands.ts";
import { isInstalled } from "./support/installed.ts";
import { manifest, root } from "./support/manifest.ts";
import { Reader } from "./support/story.ts";

const folders = ["", "src/", "src/docs/", "src/handler/", "src/policy/journal/", "examples/"];

const pages = folders.flatMap((folder) =>
  [...Deno.readDirSync(root + folder)]
    .filter(({ name }) => name.endsWith(".md"))
    .map(({ name }) => folder + name)
).sort();

const read = (page: string): string => Deno.readTextFileSync(root + page);
const sections = pages.flatMap((page) =>
  sectionsOf(page, read(page)).map((section) => ({ ...section, page }))
);
const blocks = sections.flatMap(({ blocks }) => blocks);

/** The languages of blocks that are not files. Blocks of `mermaid` are drawings and are not checked. */
const kinds: ReadonlySet<string> = new Set(["sh", "text", "ts", "mermaid"]);

const hasCurl = await isInstalled("curl");

for (const { blocks, page, title } of sections) {
  if (blocks.every(({ language }) => language === "mermaid")) continue;
  Deno.test({
    name: `${page}, "${title}": the programs and commands work as described`,
    ignore: !hasCurl && blocks.some(({ text }) => text.includes("curl ")),
    fn: async () => {
      const thulium = await serve(new Routes());
      const reader = await Reader.begin(thulium.url);
      try {
        for (const [i, block] of blocks.entries()) {
          await reader.follow(block, blocks[i + 1]?.language === "text");
        }
      } finally {
        await reader.end();
        await thulium.close();
      }
    },
  });
}

Deno.test("the programs on the pages have the right types", async () => {
  const reader = await Reader.begin("http://127.0.0.1");
  try {
    await reader.check(sections.map(({ blocks }) => blocks));
  } finally {
    await reader.end();
  }
});

Deno.test("every block is a file, or has a language that this test knows", () => {
  const strange = blocks.filter(({ file, language }) => file === undefined && !kinds.has(language));
  assertEquals(strange.map(({ place }) => place), []);
});

Deno.test("a block of TypeScript that `deno test --doc` runs has an effect, not only declarations", () => {
  const idle = blocks.filter(({ isIgnored, language, text }) =>
    language === "ts" && !isIgnored && !/^(?:const .* = )?await /m.test(text)
  );
  assertEquals(idle.map(({ place }) => place), []);
});

Deno.test("every form of commands that are not run occurs on a page", () => {
  const commands = blocks.filter(({ language }) => language === "sh").flatMap(commandsOf);
  const unused = elsewhere.filter(({ form }) => !commands.some((command) => form.test(command)));
  assertEquals(unused.map(({ form }) => form.source), []);
  assert(!isElsewhere("npx wrangler secret put HANDLER_TOKEN"), "a misspelt variable was accepted");
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

Deno.test("the names of columns on the importer's page stand for the fields beside them", () => {
  const wrong: Array<string> = [];
  for (const [field, names] of tableOf("src/docs/importer.md", "Columns")) {
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

/** Permissions without a list of what they are for. `--allow-env` is not here: `layerEnv()` needs all of it. */
const unlimited = /(?:^| )(?:-A|--allow-(?:all|net|read|write|run|sys|ffi|import))(?: |$)/;

Deno.test("the commands for users permit only what they need", () => {
  const forUsers = sections.filter(({ page }) => page !== "src/README.md");
  const commands = forUsers.flatMap(({ blocks }) => blocks)
    .filter(({ language }) => language === "sh").flatMap(commandsOf);
  assertEquals(commands.filter((command) => unlimited.test(command)), []);
});

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
