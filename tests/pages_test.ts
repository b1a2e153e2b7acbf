/**
 * The project's pages do what they say: every block of code on them is run as it stands, with the sandbox in
 * Thulium's place, and shows what it prints.
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

const folders = ["", "src/", "src/handler/", "examples/"];

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

/** Kinds of blocks besides files; a drawing is only looked at. */
const kinds: ReadonlySet<string> = new Set(["sh", "text", "ts", "mermaid"]);

const hasCurl = await isInstalled("curl");

for (const { blocks, page, title } of sections) {
  if (blocks.every(({ language }) => language === "mermaid")) continue;
  Deno.test({
    name: `${page}, "${title}": what it says to do can be done`,
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

Deno.test("every block is of a kind that is run, read or compared", () => {
  const strange = blocks.filter(({ file, language }) => file === undefined && !kinds.has(language));
  assertEquals(strange.map(({ place }) => place), []);
});

Deno.test("a block of TypeScript that `deno test --doc` runs does more than to declare", () => {
  const idle = blocks.filter(({ isIgnored, language, text }) =>
    language === "ts" && !isIgnored && !/^(?:const .* = )?await /m.test(text)
  );
  assertEquals(idle.map(({ place }) => place), []);
});

Deno.test("no reason not to run a command is left over", () => {
  const commands = blocks.filter(({ language }) => language === "sh").flatMap(commandsOf);
  const unused = elsewhere.filter(({ form }) => !commands.some((command) => form.test(command)));
  assertEquals(unused.map(({ form }) => form.source), []);
  assert(!isElsewhere("npx wrangler secret put HANDLER_TOKEN"), "a misspelt variable");
});

Deno.test("the handler's page explains every variable that it reads, and no other", () => {
  const rows = read("src/handler/README.md").split("\n").filter((line) => line.startsWith("| `"));
  const named = rows.flatMap((row) => row.split("|")[1].match(/[A-Z][A-Z_]+/g) ?? []);
  assertEquals(named.sort(), [...handlerVariables].sort());
});

Deno.test("the changelog begins with the version that `deno.json` has", () => {
  const [, newest] = /^## (.*)$/m.exec(read("src/CHANGELOG.md")) ?? [];
  assert(newest?.split(/[: ]+/).includes(manifest.version), newest);
});

Deno.test("the pages name the version of Deno that the gate runs", async () => {
  const gate = await Deno.readTextFile(`${root}.ci/run`);
  const [, version] = /deno@([\d.]+)/.exec(gate) ?? [];
  const named = pages.flatMap((page) => [...read(page).matchAll(/deno@([\d.]+)/g)]);
  assertEquals(new Set(named.map(([, each]) => each)), new Set([version]));
});

/** What GitHub makes of a heading to link to. */
const anchorOf = (heading: string): string =>
  `#${heading.toLowerCase().replaceAll(/[^\p{L}\d\s-]/gu, "").replaceAll(" ", "-")}`;

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
