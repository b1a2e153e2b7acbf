/**
 * The project's pages are correct. Every block of code on them is run, with the sandbox in Thulium's place, and its
 * output must be the output on the page.
 */
import { handlerVariables } from "../src/handler/mod.ts";
import { Routes } from "../src/sandbox/routes.ts";
import { serve } from "../src/sandbox/serve.ts";
import { assert, assertEquals } from "./support/assert.ts";
import { commandsOf, sectionsOf } from "./support/documents.ts";
import { elsewhere, isElsewhere } from "./support/elsewhere_commands.ts";
import { isInstalled } from "./support/installed.ts";
import { manifest, root } from "./support/manifest.ts";
import { Reader } from "./support/story.ts";

const folders = ["", ".github/", "src/", "src/handler/", "examples/"];

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

Deno.test("the changelog begins with the version in `deno.json`", () => {
  const [, newest] = /^## (.*)$/m.exec(read("src/CHANGELOG.md")) ?? [];
  assert(newest?.split(/[: ]+/).includes(manifest.version), newest);
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

Deno.test("the pages' links lead to files and headings that exist", () => {
  for (const page of pages) {
    const markdown = read(page).replaceAll(/^```[^]*?^```/gm, "");
    const anchors = [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading));
    for (const [, link] of markdown.matchAll(/\]\(([^)]+)\)/g)) {
      if (/^https?:/.test(link)) continue;
      if (link.startsWith("#")) assert(anchors.includes(link), `${page}: ${link}`);
      else Deno.statSync(new URL(link, `file://${root}${page}`));
    }
  }
});
