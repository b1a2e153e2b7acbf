/** The text of a cell is what a person sees, where that carries meaning. */
import { assertEquals } from "../../support/assert.ts";
import { cellOf, cellsOf, rowsOf, workbookOf } from "./workbook.ts";

const numbers: ReadonlyArray<readonly [value: string, text: string, fault?: string]> = [
  ["600100200", "600100200"],
  ["6.001002E8", "600100200"],
  ["600100200.0", "600100200"],
  ["600100199.99999994", "600100200"],
  ["48600100200", "48600100200"],
  ["123456789012345", "123456789012345"],
  ["1234567890123456", "1234567890123456", "digits lost"],
  ["1.2345678901234568E+25", "12345678901234600000000000", "digits lost"],
  ["-1E+15", "-1000000000000000", "digits lost"],
  ["0.30000000000000004", "0.3"],
  ["30.099999999999998", "30.1"],
  ["1E-007", "0.0000001"],
  ["-2.5e-3", "-0.0025"],
  [".5", "0.5"],
  ["5.", "5"],
  ["+7", "7"],
  ["-0", "0"],
  ["-0.0", "0"],
  ["0", "0"],
  ["0012", "0012"],
  ["0x10", "0x10"],
  ["Infinity", "Infinity"],
  [" 12 ", "12"],
  ["not a number", "not a number"],
];

for (const [value, text, ...fault] of numbers) {
  Deno.test(`the number ${value} is the text ${text}${fault.length > 0 ? ", flagged" : ""}`, async () => {
    assertEquals(await cellOf(`<c><v>${value}</v></c>`), [text, ...fault]);
  });
}

const formats: ReadonlyArray<readonly [format: string, value: string, text: string]> = [
  // A mask: zeros and fixed signs carry meaning.
  ["00-000", "950", "00-950"],
  ["00\\-000", "950", "00-950"],
  ["00000", "7", "00007"],
  ["000-000-00-00", "123456789", "012-345-67-89"],
  ["000 000 000", "600100200", "600 100 200"],
  ['"ID-"0000', "12345", "ID-12345"],
  ['"ID-"0', "7", "ID-7"],
  ['"+48 "0', "600100200", "+48 600100200"],
  ['"+48" ### ### ###', "600100200", "+48 600 100 200"],
  ['0"/2024"', "17", "17/2024"],
  ["00000;-00000", "7", "00007"],
  ["[<=9999999]000-00-00;(00) 000-00-00", "1234567", "123-45-67"],
  ["[<=9999999]000-00-00;(00) 000-00-00", "223456789", "(22) 345-67-89"],
  ["[>999]0000-0000;0000", "12", "0012"],
  ["00-000", "950.5", "950.5"],
  ["00-000", "-950", "-950"],
  // Only prettier: the number counts.
  ["0", "12.5", "12.5"],
  ["0.00", "12.5", "12.5"],
  ["#,##0.00 \\z\\ł", "1234.5", "1234.5"],
  ["#\\ ##0", "600100200", "600100200"],
  ['0" szt."', "12", "12"],
  ['#,##0.00\\ "zł";[Red]\\-#,##0.00\\ "zł"', "-12", "-12"],
  ["_-* #,##0\\ _z_ł_-", "12", "12"],
  ["0.00E+00", "600100200", "600100200"],
  ["# ?/?", "0.5", "0.5"],
  ["0.00 USD", "12", "12"],
  ["General", "12", "12"],
  ['[$-415]General" szt"', "12", "12"],
  ["@", "12", "12"],
  ["0.0%", "0.235", "23.5%"],
  // Dates, in any order and language.
  ["yyyy-mm-dd", "45292", "2024-01-01"],
  ["d/m/yy", "45292.75", "2024-01-01"],
  ["[$-415]d\\ mmmm\\ yyyy;@", "45292", "2024-01-01"],
  ["[Red]mmm yy", "45292", "2024-01-01"],
  ['yyyy"r."', "45292", "2024-01-01"],
  ["dd.mm.yyyy hh:mm", "45292.75", "2024-01-01 18:00"],
  ["dd.mm.yyyy hh:mm:ss", "45292.999988426", "2024-01-01 23:59:59"],
  ["dd.mm.yyyy hh:mm", "45292", "2024-01-01"],
  ["hh:mm", "0.5", "12:00"],
  ["hh:mm", "45292.75", "18:00"],
  ["mm:ss.00", "0.0006944", "00:01"],
  ["h:mm AM/PM", "0.75", "18:00"],
  ["[h]:mm:ss", "1.5", "36:00"],
  ["[mm]:ss", "0.5", "12:00"],
  ["yyyy-mm-dd", "1", "1900-01-01"],
  ["yyyy-mm-dd", "59", "1900-02-28"],
  ["yyyy-mm-dd", "60", "1900-02-29"],
  ["yyyy-mm-dd", "61", "1900-03-01"],
  ["yyyy-mm-dd", "2958465", "9999-12-31"],
  // As LibreOffice shows them.
  ["yyyy-mm-dd", "-1", "1899-12-29"],
  ["yyyy-mm-dd hh:mm", "-0.5", "1899-12-29 12:00"],
  ["yyyy-mm-dd", "-14610", "1859-12-30"],
  ["yyyy-mm-dd", "-115858", "1582-10-15"],
  // No date: the number.
  ["yyyy-mm-dd", "0", "0"],
  ["yyyy-mm-dd", "-115859", "-115859"],
  ["hh:mm", "-0.5", "-0.5"],
  ["yyyy-mm-dd", "600100200", "600100200"],
];

for (const [format, value, text] of formats) {
  Deno.test(`${value} in the format ${format} is ${text}`, async () => {
    assertEquals(await cellOf(`<c s="1"><v>${value}</v></c>`, { formats: [format] }), [text]);
  });
}

for (const [id, text] of Object.entries({ 14: "2024-01-01", 22: "2024-01-01", 9: "4529200%" })) {
  Deno.test(`45292 in the built-in format ${id} is ${text}`, async () => {
    const styles = `<styleSheet><cellStyleXfs><xf numFmtId="1"/></cellStyleXfs>` +
      `<cellXfs><xf numFmtId="${id}"/></cellXfs></styleSheet>`;
    assertEquals(await cellOf(`<c><v>45292</v></c>`, { parts: { "xl/styles.xml": styles } }), [
      text,
    ]);
  });
}

Deno.test("days count from 1904 where the workbook says so", async () => {
  const given = { formats: ["yyyy-mm-dd"], properties: '<workbookPr date1904="1"/>' };
  assertEquals(await cellOf('<c s="1"><v>0</v></c>', given), ["1904-01-01"]);
  assertEquals(await cellOf('<c s="1"><v>43830</v></c>', given), ["2024-01-01"]);
  assertEquals(await cellOf('<c s="1"><v>-1</v></c>', given), ["1903-12-31"]);
});

const cells: ReadonlyArray<readonly [cell: string, text: string | undefined, fault?: string]> = [
  ['<c t="b"><v>1</v></c>', "true"],
  ['<c t="b"><v>false</v></c>', "false"],
  ['<c t="e"><v>#N/A</v></c>', "#N/A", "error value"],
  ['<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!", "error value"],
  ["<c><f>1+1</f><v>2</v></c>", "2"],
  ["<c><f>1+1</f></c>", "", "formula without a value"],
  ["<c><f>1+1</f><v/></c>", "", "formula without a value"],
  ['<c t="str"><f>IF(A1=1,"x","")</f><v></v></c>', undefined],
  ['<c t="str"><f>A1</f><v> a_x000D_ &amp; b</v></c>', " a\r & b"],
  ['<c t="d"><v>2024-01-01T00:00:00.000Z</v></c>', "2024-01-01"],
  ['<c t="d"><v>2024-01-01T12:30:00</v></c>', "2024-01-01 12:30"],
  ['<c t="inlineStr"><is><t>a</t></is></c>', "a"],
  [
    '<c t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t xml:space="preserve"> b</t></r></is></c>',
    "a b",
  ],
  ['<c t="inlineStr"><is><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is></c>', "東京"],
  ['<c t="inlineStr"><is><t><![CDATA[<b> & ]]>c</t></is></c>', "<b> & c"],
  ['<c t="inlineStr"><is><t>a<!-- <t>no</t> -->b<?no > ?>c</t></is></c>', "abc"],
  ['<c t="inlineStr"><is><t>&#379;&#xf3;&#x142;&#x107; &#x1F600;</t></is></c>', "Żółć 😀"],
  [
    '<c t="inlineStr"><is><t>_x005F_x0041_ _xD83D__xDE00_ _xD83D_</t></is></c>',
    "_x0041_ 😀 \ufffd",
  ],
  ["<c t='inlineStr' q='\">' ><is ><t\n>a</t ></is></c>", "a"],
  ['<x:c xmlns:x="y" x:t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c>', "a"],
  ["<c><extLst><ext><v>9</v><is><t>9</t></is></ext></extLst><v>1</v></c>", "1"],
  ['<c s="99"><v>1</v></c>', "1"],
  ["<c/>", undefined],
  ['<c t="s"><v></v></c>', undefined],
];

for (const [cell, text, ...fault] of cells) {
  Deno.test(`a cell of text ${JSON.stringify(text)}: ${cell}`, async () => {
    assertEquals(await cellOf(cell), [text, ...fault]);
  });
}

Deno.test("a shared text is found by its index, over the ends of blocks", async () => {
  const count = 2050;
  const texts = Array.from({ length: count }, (_, i) => `<si><t>text ${i}</t></si>`).join("");
  const indexes = [0, 1023, 1024, 2047, 2048, 2049];
  const rows = `<row>${indexes.map((i) => `<c t="s"><v>${i}</v></c>`).join("")}</row>`;
  assertEquals(await cellsOf({ texts, rows }), [indexes.map((i) => `text ${i}`)]);
});

Deno.test("gaps are empty cells, rows without text are passed over, and numbers are the sheet's own", async () => {
  const rows = '<row r="3"><c r="B3"><v>1</v></c><c r="AA3"><v>2</v></c><c r="AB3" s="0"/></row>' +
    '<row r="4"/><row r="5"><c r="A5"/></row><row><c><v>3</v></c></row>' +
    '<row r="1048576" hidden="true"><c><v>4</v></c></row>';
  const read = await rowsOf(workbookOf({ rows }));
  const gap = Array.from({ length: 24 }, () => "");
  assertEquals(read, [
    { number: 3, cells: ["", "1", ...gap, "2"], isHidden: false },
    { number: 6, cells: ["3"], isHidden: false },
    { number: 1_048_576, cells: ["4"], isHidden: true },
  ]);
});

Deno.test("a merged cell keeps the text at its top left", async () => {
  const sheet = "<worksheet><sheetData><row><c><v>1</v></c><c/><c><v>2</v></c></row></sheetData>" +
    '<mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>';
  assertEquals(await cellsOf({ sheet }), [["1", "", "2"]]);
});

Deno.test("a sheet in UTF-16 is read, with a byte order mark and without", async () => {
  const xml =
    '\ufeff<worksheet><sheetData><row><c t="inlineStr"><is><t>Żółć 😀</t></is></c></row>' +
    "</sheetData></worksheet>";
  for (const text of [xml, xml.slice(1)]) {
    const units = Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
    const little = new Uint8Array(units.buffer);
    const big = little.map((_, i) => little[i ^ 1]);
    for (const sheet of [little, big]) assertEquals(await cellsOf({ sheet }), [["Żółć 😀"]]);
  }
});
