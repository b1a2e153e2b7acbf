/** The screens of good and bad files are those that somebody read. */
import { assertEquals } from "../support/assert.ts";
import { test } from "./importer.ts";
import { fileOf, languages, screenOf, screens } from "./screens.ts";

for (const name of Object.keys(screens)) {
  for (const language of languages) {
    test(`the screen of "${name}" in ${language} is as it was read`, async (bench) => {
      const expected = await Deno.readTextFile(fileOf(name, language));
      assertEquals(await screenOf(bench, name, language), expected);
    });
  }
}
