/** A workbook that is written reads as the texts that went in, and holds nothing that a spreadsheet would run. */
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { joinBytes } from "../../../src/internal/bytes.ts";
import { XlsxError } from "../../../src/format/xlsx/error.ts";
import { sourceOfBytes } from "../../../src/format/xlsx/model.ts";
import { openXlsx } from "../../../src/format/xlsx/workbook.ts";
import { writeXlsx, XlsxWriter } from "../../../src/format/xlsx/write.ts";
import { assert, assertEquals, assertThrows } from "../../support/assert.ts";
import { holds } from "../../support/property.ts";
import { rowsOf } from "./workbook.ts";

const header = ["Nazwisko", "Kod", "import_reason"];

/** Rows as they are read: without empty cells at their ends, and without empty rows. */
const asRead = (rows: ReadonlyArray<ReadonlyArray<string>>) =>
  rows.map((row, i) => ({
    number: i + 1,
    cells: row.slice(0, row.findLastIndex((cell) => cell !== "") + 1),
    isHidden: false,
  })).filter(({ cells }) => cells.length > 0);

const hard = [
  ["=cmd|'/c calc'!A0", "00-950", "+48 600 100 200"],
  ["  spaces  ", "line\r\nline\tend", "\"'<&>]]>"],
  ["_x0041_", "\u0000\u0001\u001f\uffff", "😀 \ud83d"],
  ["", "1e5", "2024-01-01"],
  ["", "", ""],
  ["-1", "TRUE", ""],
];

Deno.test("texts come back as they were, also those that look like formulas, numbers or escapes", async () => {
  const bytes = writeXlsx(hard, { header });
  const wellFormed = [header, ...hard].map((row) => row.map((cell) => cell.toWellFormed()));
  assertEquals(await rowsOf(bytes), asRead(wellFormed));
});

holds(
  "any texts come back as they were",
  Arbitrary.schema(Schema.Array(Schema.Array(Schema.String))),
  (rows) =>
    Effect.promise(async () => {
      const all = [header, ...rows].map((row) => row.map((cell) => cell.toWellFormed()));
      assertEquals(await rowsOf(writeXlsx(rows, { header })), asRead(all));
    }),
);

const partOf = async (bytes: Uint8Array, path: string): Promise<string> => {
  const { unzipSync } = await import("fflate");
  return new TextDecoder().decode(unzipSync(bytes)[path]);
};

Deno.test("all cells are text, no cell is a formula, and the header stays in sight", async () => {
  const sheet = await partOf(writeXlsx(hard, { header }), "xl/worksheets/sheet1.xml");
  const types = [...sheet.matchAll(/<c [^>]*t="(\w+)"/g)].map(([, type]) => type);
  assertEquals(new Set(types), new Set(["inlineStr"]));
  assert(!sheet.includes("<f"));
  assert(sheet.includes('state="frozen"'));
});

Deno.test("a sheet gets a name that Excel takes", async () => {
  for (
    const [name, expected] of [
      ["Odrzucone", "Odrzucone"],
      ["a/b: [c] <d> & 'e'", "a_b_ _c_ <d> & 'e_"],
      ["x".repeat(40), "x".repeat(31)],
      ["", "Sheet1"],
    ]
  ) {
    const book = await openXlsx(sourceOfBytes(writeXlsx([], { header, sheet: name })));
    assertEquals(book.sheets.map((sheet) => sheet.name), [expected]);
  }
});

Deno.test("the same rows make the same bytes", () => {
  assertEquals(writeXlsx(hard, { header }), writeXlsx(hard, { header }));
});

Deno.test("rows go out while others are to come, and nothing is kept of them", async () => {
  const writer = new XlsxWriter({ header });
  const pieces: Array<Uint8Array> = [];
  const count = 20_000;
  let kept = 0;
  for (let i = 0; i < count; i += 100) {
    const rows = Array.from(
      { length: 100 },
      (_, k) => [`Kowal-${i + k}`, `${i + k}`.padStart(40), "x"],
    );
    pieces.push(writer.add(rows));
    if (i === count / 2) kept = pieces.reduce((sum, { length }) => sum + length, 0);
  }
  pieces.push(writer.finish());
  const all = joinBytes(pieces);
  assert(kept > 0.3 * all.length, `${kept} of ${all.length} bytes went out after half of the rows`);
  const read = await rowsOf(all);
  assertEquals([read.length, read.at(-1)?.cells[0]], [count + 1, `Kowal-${count - 1}`]);
});

Deno.test("what Excel does not open is not written, and the rows before and after it are", async () => {
  const writer = new XlsxWriter({ header });
  const before = writer.add([["a"]]);
  const long = assertThrows(() => writer.add([["b"], ["x".repeat(32_768)]]), XlsxError);
  assertEquals([long.code, long.place], ["too-large", "cell A4"]);
  const wide = assertThrows(
    () => writer.add([Array.from({ length: 16_385 }, () => "")]),
    XlsxError,
  );
  assertEquals(wide.code, "too-large");
  const after = writer.add([["c"]]);
  const read = await rowsOf(joinBytes([before, after, writer.finish()]));
  assertEquals(read.map(({ cells, number }) => [number, cells[0]]), [[1, "Nazwisko"], [2, "a"], [
    3,
    "c",
  ]]);
});
