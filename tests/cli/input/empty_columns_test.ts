/** Columns that the contract does not know: an empty one does not stop a file, and one with a value stops it as a whole. */
import { assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { posts, test } from "../importer.ts";

const header = "Nazwisko;Kolor;Rozmiar;\n";
const unknown = '2 columns are not known to Thulium: "Kolor", "Rozmiar". Leave them out with';

test("an unknown column without a value is left out, and the screen says so", async ({ run, thulium, write }) => {
  const file = await write("k.csv", `${header}Lis;; ;\nKos;;;\n`);
  const { code, stderr } = await run([file]);
  assertEquals([code, thulium.customers.length], [0, 2]);
  assertStringIncludes(stderr, "left out: Kolor, Rozmiar");
});

test("an unknown column with a value far below stops the import before anything is sent", async ({ run, thulium, write }) => {
  const rows = Array.from({ length: 40_000 }, (_, i) => `K${i};;;\n`);
  const file = await write("k.csv", `${header}${rows.join("")}Lis;;L;\n`);
  const { code, stderr } = await run([file]);
  assertEquals([code, posts(thulium)], [2, []]);
  assertStringIncludes(stderr, unknown);
});

test("a row that is rejected anyway, or repeats the header, does not stop the file", async ({ run, thulium, write }) => {
  const file = await write("k.csv", `${header}Lis;;;\n${header}Razem;2;2;9;9\nKos;;;\n`);
  const { code } = await run([file]);
  assertEquals([code, thulium.customers.length], [1, 2]);
});

test("of a pipe and with --no-check, nobody knows that a column is empty", async ({ run, thulium, write }) => {
  const text = `${header}Lis;;;\n`;
  for (
    const [args, stdin] of [[["-"], text], [
      [await write("k.csv", text), "--no-check"],
      "",
    ]] as const
  ) {
    const { code, stderr } = await run(args, { stdin });
    assertEquals([code, posts(thulium)], [2, []]);
    assertStringIncludes(stderr, unknown);
  }
});
