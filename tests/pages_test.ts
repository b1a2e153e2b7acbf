/**
 * The project's pages are correct. Every block of code on them is run, with the sandbox in Thulium's place, and its
 * output must be the output on the page.
 */
import { Routes } from "../src/sandbox/routes.ts";
import { serve } from "../src/sandbox/serve.ts";
import { assert, assertEquals } from "./support/assert.ts";
import { commandsOf } from "./support/documents.ts";
import { elsewhere, isElsewhere } from "./support/elsewhere_commands.ts";
import { isInstalled } from "./support/installed.ts";
import { blocks, sections } from "./support/pages.ts";
import { Reader } from "./support/story.ts";

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

/** Permissions without a list of what they are for. `--allow-env` is not here: `layerEnv()` needs all of it. */
const unlimited = /(?:^| )(?:-A|--allow-(?:all|net|read|write|run|sys|ffi|import))(?: |$)/;

Deno.test("the commands for users permit only what they need", () => {
  const forUsers = sections.filter(({ page }) => page !== "src/README.md");
  const commands = forUsers.flatMap(({ blocks }) => blocks)
    .filter(({ language }) => language === "sh").flatMap(commandsOf);
  assertEquals(commands.filter((command) => unlimited.test(command)), []);
});
