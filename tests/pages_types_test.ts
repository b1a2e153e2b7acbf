/**
 * The programs on the project's pages have the right types. They are checked at once, because that reads the library only
 * once; in a file of its own, because it takes as long as all programs take to run.
 */
import { sections } from "./support/pages.ts";
import { Reader } from "./support/story.ts";

Deno.test("the programs on the pages have the right types", async () => {
  const reader = await Reader.begin("http://127.0.0.1");
  try {
    await reader.check(sections.map(({ blocks }) => blocks));
  } finally {
    await reader.end();
  }
});
