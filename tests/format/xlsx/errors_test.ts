/** What is no workbook, or a broken one, is said with a code, a place and a rule, and never with a value. */
import { zipSync } from "fflate";
import { XlsxError } from "../../../src/format/xlsx/error.ts";
import { sourceOfBytes } from "../../../src/format/xlsx/model.ts";
import { openXlsx } from "../../../src/format/xlsx/workbook.ts";
import { assert, assertEquals, assertRejects } from "../../support/assert.ts";
import { type Given, rowsOf, workbook, workbookOf } from "./workbook.ts";

const encoder = new TextEncoder();

const errorOf = (bytes: Uint8Array): Promise<XlsxError> =>
  assertRejects(() => rowsOf(bytes), XlsxError);

/** An OLE container whose directory has these names. */
const container = (...names: ReadonlyArray<string>): Uint8Array => {
  const bytes = new Uint8Array(1536);
  const view = new DataView(bytes.buffer);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  view.setUint16(30, 9, true);
  view.setUint32(48, 0, true);
  names.forEach((name, entry) =>
    [...name].forEach((letter, i) =>
      view.setUint16(512 + 128 * entry + 2 * i, letter.charCodeAt(0), true)
    )
  );
  return bytes;
};

const good = workbookOf({ rows: "<row><c><v>1</v></c></row>" });
const relationsTo = (path: string) =>
  `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="${path}"/></Relationships>`;

const files: ReadonlyArray<readonly [what: string, bytes: Uint8Array, code: string, says: RegExp]> =
  [
    ["an empty file", new Uint8Array(), "not-xlsx", /no Excel workbook/],
    ["CSV", encoder.encode("Nazwisko;Imię\nKowal;Jan\n"), "not-xlsx", /no Excel workbook/],
    ["a ZIP archive", zipSync({ "a.txt": encoder.encode("a") }), "not-xlsx", /ZIP archive/],
    ["OpenDocument", zipSync({ "content.xml": encoder.encode("<a/>") }), "not-xlsx", /\.ods/],
    [
      "a binary workbook",
      workbookOf({
        parts: { "_rels/.rels": relationsTo("xl/workbook.bin"), "xl/workbook.bin": "binary" },
      }),
      "not-xlsx",
      /\.xlsb/,
    ],
    [
      "a document",
      workbookOf({
        parts: { "_rels/.rels": relationsTo("a.xml"), "a.xml": "<document/>" },
      }),
      "not-xlsx",
      /no sheet/,
    ],
    ["a workbook of old Excel", container("Root Entry", "Workbook"), "old-xls", /\.xls/],
    ["one that LibreOffice wrote", await workbook("libreoffice.xls"), "old-xls", /\.xls/],
    ["a workbook of older Excel", container("Root Entry", "Book"), "old-xls", /\.xls/],
    ["a container that says little", container(), "old-xls", /\.xls.*password/],
    [
      "a workbook with a password",
      container("Root Entry", "EncryptionInfo", "EncryptedPackage"),
      "encrypted",
      /password/,
    ],
    ["a workbook that is cut off", good.subarray(0, -30), "damaged", /cut off/],
    ["the first bytes of one", good.subarray(0, 10), "damaged", /cut off/],
  ];

for (const [what, bytes, code, says] of files) {
  Deno.test(`${what} is named`, async () => {
    const error = await errorOf(bytes);
    assertEquals(error.code, code);
    assert(says.test(error.rule), error.rule);
    assertEquals(error.message, `${error.place} ${error.rule}`);
  });
}

Deno.test("an entry with a password is named", async () => {
  const bytes = good.slice();
  const view = new DataView(bytes.buffer);
  const directory = view.getUint32(bytes.length - 6, true);
  view.setUint16(directory + 8, 1, true);
  assertEquals((await errorOf(bytes)).code, "encrypted");
});

Deno.test("a sheet that is not there is an error that names those that are", async () => {
  const { sheet } = await openXlsx(sourceOfBytes(await workbook("edge.xlsx")));
  const error = await assertRejects(async () => await sheet("Klient"), XlsxError);
  assertEquals(error.code, "no-such-sheet");
  assert(error.rule.endsWith('"Klienci żółć", "Ukryty", "Inny & drugi"'), error.rule);
});

Deno.test("the first visible sheet is read unless another one is named; the first one if all are hidden", async () => {
  const tab = (name: string, state: string) => `<sheet name="${name}" state="${state}" r:id="r1"/>`;
  const sheets = (...tabs: ReadonlyArray<string>) =>
    `<workbook xmlns:r="x"><sheets>${tabs.join("")}</sheets></workbook>`;
  const chosen = async (...tabs: ReadonlyArray<string>) => {
    const bytes = workbookOf({ parts: { "xl/workbook.xml": sheets(...tabs) } });
    return (await openXlsx(sourceOfBytes(bytes))).sheet().name;
  };
  assertEquals(await chosen(tab("A", "veryHidden"), tab("B", "visible"), tab("C", "visible")), "B");
  assertEquals(await chosen(tab("A", "hidden"), tab("B", "veryHidden")), "A");
});

Deno.test("a tab without cells is passed over", async () => {
  const relations = '<Relationships><Relationship Id="c" Type="x/chartsheet" Target="c.xml"/>' +
    '<Relationship Id="s" Type="x/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>';
  const book = '<workbook><sheets><sheet name="Wykres" id="c"/><sheet name="Dane" id="s"/>' +
    "</sheets></workbook>";
  const parts = { "xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": relations };
  const { sheets } = await openXlsx(sourceOfBytes(workbookOf({ parts })));
  assertEquals(sheets.map(({ name }) => name), ["Dane"]);
});

const secret = "Kowalska";
const sheetOf = (inside: string) => ({ sheet: `<worksheet><sheetData>${inside}</sheetData>` });
const row = (cell: string) => ({ rows: `<row r="7">${cell}</row>` });

const broken: ReadonlyArray<readonly [what: string, given: Given, message: RegExp]> = [
  [
    "a sheet without its end",
    sheetOf(`<row><c><v>${secret}</v></c></row>`),
    /sheet "Klienci" is cut off/,
  ],
  ["elements that are not closed in order", { rows: "<row><c></row></c>" }, /not valid XML/],
  ["a second root", { sheet: "<worksheet/><worksheet/>" }, /not valid XML/],
  ["a bare &", row(`<c><v>${secret} & x</v></c>`), /unknown reference/],
  ["an unknown entity", row(`<c><v>&${secret};</v></c>`), /unknown reference/],
  ["a reference to no character", row("<c><v>&#xD800;</v></c>"), /unknown reference/],
  ["a reference to NUL", row("<c><v>&#0;</v></c>"), /unknown reference/],
  ["a value without quotation marks", row("<c t=s><v>0</v></c>"), /not valid XML/],
  ["a DTD", {
    texts: "",
    parts: { "xl/sharedStrings.xml": '<!DOCTYPE a [<!ENTITY b "c">]><sst/>' },
  }, /DTD/],
  ["elements in each other", { sheet: "<a>".repeat(101) }, /nested too deeply/],
  ["an endless tag", { sheet: `<a b="${"x".repeat(200_000)}` }, /tag that is too long/],
  ["no UTF-8", { sheet: Uint8Array.of(0x3c, 0x61, 0x3e, 0xb3, 0x3c) }, /neither UTF-8 nor UTF-16/],
  [
    "a text that is missing",
    row('<c r="C7" t="s"><v>0</v></c>'),
    /cell C7, has a text that is missing/,
  ],
  [
    "no index of a text",
    row(`<c t="s"><v>${secret}</v></c>`),
    /cell A7, has a text that is missing/,
  ],
  [
    "a boolean that is none",
    row(`<c t="b"><v>${secret}</v></c>`),
    /cell A7, has an unknown boolean/,
  ],
  ["a type that is none", row(`<c t="x"><v>${secret}</v></c>`), /cell A7, has an unknown type/],
  ["a cell twice", row('<c r="B7"><v>1</v></c><c r="B7"><v>2</v></c>'), /cell B7, is there twice/],
  ["a cell without a column", row('<c r="7"><v>1</v></c>'), /cell without a column/],
  ["rows that do not ascend", { rows: '<row r="2"/><row r="2"/>' }, /do not ascend/],
  ["a row beyond the last", { rows: '<row r="1048576"/><row/>' }, /too many rows/],
  ["a row that has no number", { rows: `<row r="${secret}"/>` }, /do not ascend/],
  [
    "a sheet that is missing",
    { parts: { "xl/worksheets/sheet1.xml": undefined } },
    /sheet1\.xml, is damaged/,
  ],
  [
    "texts that are missing",
    { parts: { "xl/sharedStrings.xml": undefined } },
    /sharedstrings\.xml, is damaged/,
  ],
];

for (const [what, given, message] of broken) {
  Deno.test(`a workbook with ${what} is refused by place and rule`, async () => {
    const error = await errorOf(workbookOf(given));
    assert(["not-valid", "damaged", "too-large"].includes(error.code), error.code);
    assert(message.test(error.message), error.message);
    assert(!error.message.includes(secret), "the message holds a value");
  });
}

Deno.test("a tab whose sheet is missing is an error: else another sheet would be read for it", async () => {
  const book =
    '<workbook><sheets><sheet name="A" id="gone"/><sheet name="B" id="r1"/></sheets></workbook>';
  assertEquals((await errorOf(workbookOf({ parts: { "xl/workbook.xml": book } }))).code, "damaged");
});

Deno.test("of many sheets an error names some", async () => {
  const tabs = Array.from({ length: 500 }, (_, i) => `<sheet name="Arkusz ${i}" id="r1"/>`).join(
    "",
  );
  const book = `<workbook><sheets>${tabs}</sheets></workbook>`;
  const { sheet } = await openXlsx(
    sourceOfBytes(workbookOf({ parts: { "xl/workbook.xml": book } })),
  );
  const error = await assertRejects(async () => await sheet("Klient"), XlsxError);
  assert(error.message.endsWith('"Arkusz 19", …'), error.message);
});

Deno.test("a part that is named twice is refused: two programs would read two workbooks", async () => {
  const bytes = workbookOf({ parts: { "xl/worksheets/sheet2.xml": "<worksheet/>" } });
  const text = new TextDecoder("latin1").decode(bytes);
  bytes[text.lastIndexOf("sheet2.xml") + 5] = "1".charCodeAt(0);
  assertEquals((await errorOf(bytes)).rule, "has a part twice");
});

Deno.test("parts are found whatever the case and the separators of their names are", async () => {
  const given = { rows: "<row><c><v>1</v></c></row>" };
  const bytes = workbookOf({
    ...given,
    parts: {
      "xl/worksheets/sheet1.xml": undefined,
      "XL\\Worksheets\\Sheet1.XML":
        "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>",
    },
  });
  assertEquals((await rowsOf(bytes))[0].cells, ["1"]);
});

Deno.test("a wrong checksum is an error at the end, and verify() finds it before the first row", async () => {
  const bytes = workbookOf({ rows: "<row><c><v>600100200</v></c></row>", level: 0 });
  const at = new TextDecoder("latin1").decode(bytes).indexOf("600100200");
  bytes[at + 8] = "1".charCodeAt(0);
  const sheet = (await openXlsx(sourceOfBytes(bytes))).sheet();
  const read: Array<string> = [];
  const error = await assertRejects(async () => {
    for await (const rows of sheet.rows()) read.push(...rows.flatMap(({ cells }) => cells));
  }, XlsxError);
  assertEquals([read, error.code], [["600100201"], "damaged"]);
  assertEquals((await assertRejects(() => sheet.verify(), XlsxError)).code, "damaged");
});

Deno.test("what the source throws is passed on, and a source that gives too little is a damaged workbook", async () => {
  const failure = new Error("the disk is gone");
  const read = () => Promise.reject(failure);
  const thrown = await assertRejects(() => openXlsx({ size: 100, read }), Error);
  assertEquals(thrown, failure);
  const { read: readAll, size } = sourceOfBytes(good);
  const less = (offset: number, length: number) =>
    readAll(offset, Math.min(length, size - 50 - offset));
  const short = { size, read: less };
  assertEquals((await assertRejects(() => openXlsx(short), XlsxError)).code, "damaged");
});

Deno.test("while a large workbook in memory is read, others have their turn", async () => {
  const rows = "<row><c><v>600100200</v></c></row>".repeat(150_000);
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  try {
    assertEquals((await rowsOf(workbookOf({ rows, level: 0 }))).length, 150_000);
  } finally {
    clearInterval(timer);
  }
  assert(turns >= 3, `${turns} turns`);
});
