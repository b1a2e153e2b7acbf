/** What is known and decided before the first row is sent. */
import { assert, assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { inTempFolder } from "../../support/files.ts";
import { runHere } from "../in_process.ts";
import { linesOf, ndjson, people, posts, surnames, test } from "../importer.ts";

test("a file that breaks off sends nothing, and all that is wrong with it is told at once", async ({ path, run, thulium, write }) => {
  const file = await write("k.json", '[{"surname":"A"},{},{"surname":"B"},{},{"surna');
  await Deno.writeTextFile(path("report"), "of an earlier run\n");
  const { code, stderr, stdout } = await run([file, "--report", path("report")]);
  assertEquals([code, stdout, posts(thulium).length], [2, "", 0]);
  assertStringIncludes(stderr, "the input is not valid JSON");
  assertEquals(await Deno.readTextFile(path("report")), "of an earlier run\n");
});

test("two rows with one key are told before anything is sent, and the second is rejected, in a file and in a pipe", async ({ path, run, thulium, write }) => {
  const rows = "surname;identifier\nA;7\nB;8\nC;7\n;9\nD;9\n";
  const file = await write("k.csv", rows);
  const inputs = [[file], ["-", "--format", "csv"]];
  for (const [i, input] of inputs.entries()) {
    const options = i === 0 ? {} : { stdin: rows };
    const { code, stderr, stdout } = await run([...input, "--report", path("report")], options);
    assertEquals([code, stderr.includes("5 rows, 2 to be rejected")], [1, i === 0]);
    assertStringIncludes(stdout, "line 4 (like 2): the same identifier as an earlier row");
    const [, , repeated] = await linesOf(path("report"));
    assertEquals(
      [repeated.line, repeated.message],
      [4, "the same identifier as in line 2 (--allow-duplicates sends it)"],
    );
  }
  // A bad row has no key that counts.
  assertEquals(surnames(thulium), ["A", "B", "D", "A", "B", "D"]);
  thulium.reset();
  assertEquals((await run([file, "--allow-duplicates"])).code, 1);
  assertEquals(surnames(thulium), ["A", "B", "C", "D"]);
});

test("--max-rejected stops before anything is sent, with a status of its own", async ({ run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson([...people(8), {}, {}]));
  for (const [limit, code] of [["19%", 3], ["2", 1]] as const) {
    thulium.reset();
    const ended = await run([file, "--max-rejected", limit]);
    assertEquals([ended.code, thulium.customers.length], [code, code === 3 ? 0 : 8], limit);
    if (code !== 3) continue;
    assertStringIncludes(ended.stderr, "lines 9, 10: surname: is required");
    assertStringIncludes(
      ended.stderr,
      `2 of 10 rows would be rejected, and --max-rejected allows ${limit}.\nNothing was sent.`,
    );
  }
});

test("--max-rejected stops a pipe, and counts what Thulium rejects", async ({ run, thulium }) => {
  const rows = Array.from({ length: 300 }, (_, i) => ({ surname: `K${i}`, group: "none" }));
  const { code, stderr } = await run(
    ["-", "--max-rejected", "10%", "--batch-size", "50", "--concurrency", "1"],
    { stdin: ndjson(rows) },
  );
  assertEquals(code, 3);
  assertStringIncludes(stderr, "more rows were rejected than --max-rejected allows (10%)");
  assert(posts(thulium).length < 6, String(posts(thulium).length));
});

test("--no-check sends the rows before one that ends the reading", async ({ run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(3)));
  const { code, stderr } = await run([file, "--no-check"]);
  assertEquals([code, stderr, thulium.customers.length], [0, "", 3]);
});

test("--from-line begins there, and rows keep the numbers of the file", async ({ path, run, thulium, write }) => {
  const file = await write("k.csv", "surname;note\nA;\nB;\n;x\nC;\n");
  const { stdout } = await run([file, "--from-line", "4", "--report", path("report")]);
  assertEquals(surnames(thulium), ["C"]);
  assertStringIncludes(stdout, "2 rows");
  assertStringIncludes(stdout, "line 4: surname: is required");
  const report = await linesOf(path("report"));
  assertEquals(report.map(({ index, line }) => [index, line]), [[2, 4], [3, 5]]);
});

test("what --deadline leaves is not sent, and --from-line goes on there", async ({ run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(60)));
  const { code, stderr, stdout } = await run(
    [file, "--deadline", "2s", "--rate", "10", "--batch-size", "10", "--concurrency", "1"],
  );
  assertEquals(code, 1);
  const sent = thulium.customers.length;
  assert(sent < 60);
  assertStringIncludes(stdout, `not sent  ${60 - sent}`);
  assertStringIncludes(stderr, "the time of --deadline was over");
  assertStringIncludes(stderr, `--from-line ${sent + 1}`);
  assertEquals((await run([file, "--from-line", String(sent + 1)])).code, 0);
  assertEquals(thulium.customers.length, 60);
});

test("columns are kept in a file, and are read from it", async ({ path, run, thulium, write }) => {
  const file = await write("k.csv", "Kto;Dział;Kolor\nA;Sprzedaż;x\n");
  const columns = ["--map", "Kto=surname", "--map", "Dział=custom_fields.Dział", "--skip", "Kolor"];
  const mapping = path("m.json");
  const planned = await runHere(
    "import",
    file,
    ...columns,
    "--dry-run",
    "--write-mapping",
    mapping,
  );
  assertEquals(planned.code, 0);
  assertStringIncludes(planned.stderr, "columns: Kto → surname, Dział → custom_fields.Dział");
  assertStringIncludes(planned.stderr, "left out: Kolor");
  assertEquals(JSON.parse(await Deno.readTextFile(mapping)), {
    columns: { Kto: "surname", Dział: "custom_fields.Dział", Kolor: null },
  });
  assertEquals((await run([file, "--mapping", mapping])).code, 0);
  assertEquals(surnames(thulium), ["A"]);
  assertEquals(thulium.customers[0].custom_fields, { Dział: "Sprzedaż" });
});

for (const [language, columns] of [["en", "surname;name;"], ["pl", "Nazwisko;Imię;Telefon"]]) {
  Deno.test(`a template (${language}) keeps all rules as it is, and overwrites nothing`, () =>
    inTempFolder(async (folder) => {
      const file = `${folder}/klienci.csv`;
      const write = () => runHere("import", "--template", file, "--lang", language);
      assertEquals((await write()).code, 0);
      assertStringIncludes(await Deno.readTextFile(file), columns);
      const { code, stdout, stderr } = await runHere("import", file, "--strict", "--dry-run");
      assertEquals(code, 0, stdout + stderr);
      assertStringIncludes(stdout, "valid      2");
      assertEquals((await write()).code, 2);
    }));
}
