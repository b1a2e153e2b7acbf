/**
 * Workbooks that other programs wrote read right, cell for cell. `edge.xlsx` was written as XML, and holds what the
 * programs do not write: rows and cells without places, errors, formulas without values. `libreoffice.xlsx` is the same
 * workbook after LibreOffice 7.4 saved it again; `stored.xlsx` and `zip64.xlsx` are packed in other ways.
 */
import { sourceOfBytes } from "../../../src/format/xlsx/model.ts";
import { openXlsx } from "../../../src/format/xlsx/workbook.ts";
import { assertEquals } from "../../support/assert.ts";
import { rowsOf, workbook } from "./workbook.ts";

const header = ["Nazwisko", "Telefon", "Konto", "Data", "VIP"];
const first = ["Żółć & <b>", "600100200", "00123", "2024-02-29", "true"];
const second = ["  spacje  ", "48600100200", "12345678901234567890123456"];
const last = ["", "0.1", "a\nb"];
const withoutTime = [header, first, [...second, "2024-02-29", "false"], last];
const withTime = (result: string) => [
  [...header, "Wynik"],
  [...first, result],
  [...second, "2024-02-29 13:05", "false"],
  last,
];

const simple: { readonly [name: string]: ReadonlyArray<ReadonlyArray<string>> } = {
  exceljs: withoutTime,
  exceljs_stream: withoutTime,
  hucre: withoutTime,
  sheetjs: withoutTime,
  openpyxl: withTime(""),
  xlsxwriter: withTime("2"),
  xlsxwriter_constant_memory: withTime("2"),
};

for (const [name, expected] of Object.entries(simple)) {
  Deno.test(`a workbook of ${name} reads as it was written`, async () => {
    const rows = await rowsOf(await workbook(`${name}.xlsx`));
    assertEquals(rows.map(({ cells }) => cells), expected);
    assertEquals(rows.map(({ number }) => number), [1, 2, 3, 4]);
    const faults = rows.map(({ faults }) => faults && [...faults]);
    const fault = name === "openpyxl" ? [[5, "formula without a value"]] : undefined;
    assertEquals(faults, [undefined, fault, undefined, undefined]);
  });
}

/** A row of many traps: its number, its cells, and what is wrong with them. */
type Traps = readonly [
  number: number,
  cells: ReadonlyArray<string>,
  ...faults: ReadonlyArray<readonly [number, string]>,
];

const gaps = Array.from({ length: 10 }, () => "");
// deno-fmt-ignore
const traps: ReadonlyArray<Traps> = [
  [1, ["Nazwisko", "Imię", "Telefon", "Konto", "Kod", "NIP", "Data", "Czas", "VIP", "Wynik", "Uwagi", "Procent"]],
  [2, ["Kowalska", "Łucja Żółć", "600100200", "12345678901234567890123456", "00-950", "0012345678", "2024-01-01", "12:00",
    "true", "Kowalskax", 'a &lt; b; "cudzysłów"\nnowa linia', "23%"]],
  [3, ["Świętosława", "Zażółć gęślą", "600100201", "12345678901234600000000000", "00-950", "012-345-67-89", "1900-02-02",
    "2024-01-01 18:00", "false", "2", "\r kod _ x", "0.1"], [3, "digits lost"]],
  [4, ["Nowak", "", "48600100200", "123456789012345", "02270803624", "600100200", "2024-01-01", "2024-01-01", "#N/A", "",
    "=cmd|'/c calc'!A0", "30.1"], [8, "error value"], [9, "formula without a value"]],
  [6, ["Luka", "", "", "D po przerwie"]],
  [7, ["Scalona", "", "6001002", "ID-0007", "-0.5", "0.0000001"]],
  [8, ["Ukryty", "", "600100208"]],
  [9, ["BezAdresu", "bez r"]],
  [10, ["Ostatni", ...gaps, "1234.5"]],
];

/** LibreOffice calculated the formula, and kept no format of a date that was written as text. */
const savedAgain = traps.map((row): Traps => {
  const [number, cells] = row;
  return number === 4 ? [number, cells.with(6, "45292").with(9, "0"), [8, "error value"]] : row;
});

const trapped = { edge: traps, stored: traps, zip64: traps, libreoffice: savedAgain };

for (const [name, expected] of Object.entries(trapped)) {
  Deno.test(`a workbook of many traps (${name}) reads as a person sees it`, async () => {
    const rows = await rowsOf(await workbook(`${name}.xlsx`));
    assertEquals(
      rows.map(({ cells, faults = [], number }): Traps => [number, cells, ...faults]),
      expected,
    );
    assertEquals(rows.filter(({ isHidden }) => isHidden).map(({ number }) => number), [8]);
  });
}

Deno.test("sheets have the order of their tabs, their names, and say whether they are hidden", async () => {
  const { sheets } = await openXlsx(sourceOfBytes(await workbook("edge.xlsx")));
  assertEquals(sheets.map(({ isHidden, name }) => [name, isHidden]), [
    ["Klienci żółć", false],
    ["Ukryty", true],
    ["Inny & drugi", false],
  ]);
  const rows = await rowsOf(await workbook("edge.xlsx"), {}, "inny & DRUGI");
  assertEquals(rows.map(({ cells }) => cells), [["inny arkusz"]]);
});
