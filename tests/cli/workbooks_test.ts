/** Excel workbooks from the command line: as a file, through a pipe, as rejects and as a template. */
import { zipSync } from "fflate";
import { writeXlsx, XlsxWriter } from "../../src/format/xlsx/write.ts";
import { rowsOf, workbook } from "../format/xlsx/workbook.ts";
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { inTempFolder } from "../support/files.ts";
import { bomb, faulty } from "../support/workbooks.ts";
import { runHere } from "./in_process.ts";
import { linesOf, surnames, test } from "./importer.ts";

const header = ["Nazwisko", "Telefon", "Identyfikator"];
const people = (count: number) =>
  Array.from({ length: count }, (_, i) => [`K${i}`, "600100200", `Id-${i}`]);

/** Looks at a workbook in a folder of its own. */
const looked = (content: Uint8Array, ...args: ReadonlyArray<string>) =>
  inTempFolder(async (folder) => {
    const file = `${folder}/klienci.xlsx`;
    await Deno.writeFile(file, content);
    const { code, stderr, stdout } = await runHere("import", file, "--dry-run", ...args);
    return { code, stdout, stderr: stderr.replaceAll(file, "klienci.xlsx") };
  });

test("a workbook is imported with its own row numbers, and its rejects are a workbook that is corrected and imported", async ({ path, run, thulium, write }) => {
  const file = await write("k.xlsx", faulty());
  const rejects = path("rejects.xlsx");
  const args = ["--skip-unknown", "--rejects", rejects, "--report", path("report")];
  const { code, stderr, stdout } = await run([file, ...args]);
  assertEquals(code, 1);
  assertEquals(surnames(thulium), ["Kowalska", "Nowak"]);
  assertStringIncludes(stderr, "1 hidden row read like the others");
  assertStringIncludes(stdout, "row 12 (like 4): the same identifier");
  assert(!`${stdout}${stderr}`.includes("12345678901"));
  const report = await linesOf(path("report"));
  assertEquals(report.map(({ row }) => row), [4, 5, 7, 8, 9, 12]);

  const [names, ...rows] = await rowsOf(await Deno.readFile(rejects));
  assertEquals(names.cells, ["import_reason", ...header, "Razem"]);
  assertStringIncludes(rows[0].cells[0], "row 7: column C is a number of more than 15 digits");
  // A cell with a fault does not pass for a value: nothing changes as long as nobody corrects it.
  assertEquals(rows.map(({ cells }) => cells.slice(1)), [
    ["Lis", "600100400", "#####"],
    ["Wilk", "#####", "K-4"],
    ["Kot", "600100500", "#####"],
    ["Żuk", "600100600", "K-1"],
  ]);
  const again = await runHere("import", rejects, "--dry-run", "--skip-unknown", "--json");
  assertEquals(JSON.parse(again.stdout).invalid, 3);

  const corrected = rows.map(({ cells: [reason, surname, phone] }, i) => [
    ...[reason, surname, phone === "#####" ? "600100700" : phone, `K-${i + 10}`],
  ]);
  await write("corrected.xlsx", writeXlsx(corrected, { header: names.cells }));
  const second = await run([
    path("corrected.xlsx"),
    "--skip-unknown",
    "--rejects",
    path("none.xlsx"),
  ]);
  assertEquals([second.code, second.stderr.includes("import_reason")], [0, false]);
  assertEquals(surnames(thulium), ["Kowalska", "Nowak", "Lis", "Wilk", "Kot", "Żuk"]);
  // All rows exist, so that there is no workbook of rejects.
  assertEquals(await Deno.stat(path("none.xlsx")).catch(() => "none"), "none");
});

test("a workbook comes through a pipe, is looked at as a whole, and goes on from a row", async ({ path, run, thulium }) => {
  const stdin = writeXlsx([...people(3), ["", "600100200"]], { header, sheet: "Nowi" });
  const args = ["-", "--from-line", "3", "--rejects", path("r.csv"), "--report", path("report")];
  const { code, stderr } = await run(args, { stdin });
  assertEquals(code, 1);
  assertStringIncludes(stderr, 'standard input: XLSX, sheet "Nowi", 3 columns, 3 rows, 1 to be');
  assertEquals(surnames(thulium), ["K1", "K2"]);
  assertEquals((await linesOf(path("report"))).map(({ index, row }) => [index, row]), [
    [1, 3],
    [2, 4],
    [3, 5],
  ]);
  // Rejects that are named CSV are CSV, with as many cells as there are columns.
  const [, line] = (await Deno.readTextFile(path("r.csv"))).split("\r\n");
  assertEquals(line, "row 5: surname: is required;;600100200;");
});

Deno.test("a sheet is chosen by its name, and a wrong name lists the sheets", async () => {
  const edge = await workbook("edge.xlsx");
  const first = await looked(edge, "--skip-unknown");
  assertStringIncludes(first.stderr, 'XLSX, sheet "Klienci żółć"');
  assertStringIncludes(first.stderr, 'sheets that are not read (--sheet NAME): "Inny & drugi"');
  const other = await looked(edge, "--sheet", "ukryty");
  assertStringIncludes(other.stderr, "no column is named surname");
  const wrong = await looked(edge, "--sheet", "Klient");
  assertEquals(wrong.code, 2);
  assertStringIncludes(wrong.stderr, '"Klienci żółć", "Ukryty", "Inny & drugi". Give the name');
  const polish = await looked(edge, "--sheet", "Klient", "--lang", "pl");
  assertStringIncludes(polish.stderr, "w skoroszycie nie ma arkusza o tej nazwie");
});

Deno.test("the header's row is the sheet's own", async () => {
  const rows = [["Lista", "2025"], [], header, ...people(2)];
  const content = writeXlsx(rows, { header: ["Nazwisko", "Telefon"] });
  const { code, stderr } = await looked(content, "--header-row", "4");
  assertEquals(code, 0, stderr);
  assertStringIncludes(stderr, "the header is row 4; 2 title rows above it left out");
  assertStringIncludes(
    (await looked(content, "--header-row", "99")).stderr,
    "there is no row 99, which should be the header",
  );
});

/** Workbooks that can't be read: what is said in English, and in Polish. */
type Unreadable = readonly [content: Uint8Array, inEnglish: string, inPolish: string];
const unreadable: { readonly [what: string]: () => Unreadable | Promise<Unreadable> } = {
  "is cut off": async () => [
    (await workbook("edge.xlsx")).slice(0, -100),
    "the workbook is damaged or cut off",
    "skoroszyt jest uszkodzony albo urwany",
  ],
  "has a damaged sheet": () => {
    const bytes = writeXlsx(people(500), { header });
    bytes[Math.floor(bytes.length / 2)] ^= 0xff;
    return [
      bytes,
      'sheet "Sheet1" is damaged or cut off',
      'arkusz "Sheet1" jest uszkodzony albo urwany',
    ];
  },
  "is a bomb": () => [
    bomb(),
    'sheet "Klienci" unpacks to more than is allowed',
    'arkusz "Klienci" ma więcej danych, niż wolno',
  ],
  "is an old one": async () => [
    await workbook("libreoffice.xls"),
    "the file is an Excel workbook of the old form (.xls)",
    "to skoroszyt Excela w starym formacie (.xls)",
  ],
  "has a password": () => {
    const bytes = writeXlsx([], { header });
    // The first entry of the directory is marked as encrypted.
    bytes[new TextDecoder("latin1").decode(bytes).indexOf("PK\x01\x02") + 8] |= 1;
    return [bytes, "the workbook has a password", "skoroszyt ma hasło"];
  },
  "breaks the form": () => [
    zipSync({ "xl/a": new Uint8Array(), "_rels/.rels": new TextEncoder().encode("<a") }),
    "the workbook, in _rels/.rels, ",
    "skoroszyt, w _rels/.rels, nie ma formy",
  ],
};

for (const [what, made] of Object.entries(unreadable)) {
  Deno.test(`a workbook that ${what} is named in both languages, and no row of it is read`, async () => {
    const [content, inEnglish, inPolish] = await made();
    const { code, stderr, stdout } = await looked(content);
    assertEquals([code, stdout], [2, ""]);
    assertStringIncludes(stderr, inEnglish);
    assertStringIncludes((await looked(content, "--lang", "pl")).stderr, inPolish);
  });
}

Deno.test("a template is a workbook if it is named so, and is read as it is", async () => {
  await inTempFolder(async (folder) => {
    for (const language of ["en", "pl"]) {
      const file = `${folder}/${language}.xlsx`;
      await runHere("import", "--template", file, "--lang", language);
      const { code, stdout } = await runHere("import", file, "--dry-run", "--strict", "--json");
      assertEquals([code, JSON.parse(stdout).valid], [0, 2]);
    }
  });
});

Deno.test("a workbook of thousands of rows is read to its end", async () => {
  const writer = new XlsxWriter({ header });
  const parts = [writer.add(people(5000)), writer.finish()];
  const { code, stdout } = await looked(
    Uint8Array.from(parts.flatMap((part) => [...part])),
    "--json",
  );
  assertEquals([code, JSON.parse(stdout).total], [0, 5000]);
});
