/**
 * Damaged and random bytes: a workbook reads as it was written, or fails with an `XlsxError`. It never gives other rows
 * and never fails otherwise. The changes are the same in each run.
 */
import { XlsxError } from "../../../src/format/xlsx/error.ts";
import { sourceOfBytes } from "../../../src/format/xlsx/model.ts";
import { openXlsx } from "../../../src/format/xlsx/workbook.ts";
import { assert, assertEquals } from "../../support/assert.ts";
import { workbook, workbookOf } from "./workbook.ts";
import { packed, zipOf } from "./zip.ts";

/** Numbers below a bound, which look random and are not. */
const dice = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223 >>> 0;
    return Math.floor(state / 2 ** 32 * below);
  };
};

type Dice = ReturnType<typeof dice>;

/** All that a workbook holds, after its checksums were proved; or the code of what is wrong. */
const read = async (bytes: Uint8Array): Promise<string> => {
  try {
    const { sheets } = await openXlsx(sourceOfBytes(bytes));
    const all: Array<unknown> = [];
    for (const { isHidden, name, rows, verify } of sheets) {
      await verify();
      all.push(name, isHidden);
      for await (const chunk of rows()) {
        all.push(chunk.map((row) => ({ ...row, faults: [...row.faults ?? []] })));
      }
    }
    return JSON.stringify(all);
  } catch (error) {
    if (error instanceof XlsxError) return error.code;
    throw error;
  }
};

const damages: { readonly [how: string]: (bytes: Uint8Array, below: Dice) => Uint8Array } = {
  "other bytes": (bytes, below) => {
    for (let i = below(8); i >= 0; i--) bytes[below(bytes.length)] = below(256);
    return bytes;
  },
  "another bit": (bytes, below) => {
    bytes[below(bytes.length)] ^= 1 << below(8);
    return bytes;
  },
  "an end that is missing": (bytes, below) => bytes.subarray(0, below(bytes.length)),
  "a part that is elsewhere too": (bytes, below) =>
    bytes.copyWithin(below(bytes.length), below(bytes.length), below(bytes.length)),
  "a part that is missing": (bytes, below) => {
    const at = below(bytes.length);
    return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1 + below(50)));
  },
  "another directory": (bytes, below) => {
    const end = new DataView(bytes.buffer).getUint32(bytes.length - 6, true);
    bytes[end + below(bytes.length - end)] = below(256);
    return bytes;
  },
};

const names = ["edge", "sheetjs", "exceljs_stream", "openpyxl", "libreoffice", "zip64", "stored"];
const timesEach = 40;

for (const [how, damage] of Object.entries(damages)) {
  Deno.test(`a workbook with ${how} reads as it was, or is refused`, async () => {
    const below = dice(how.length);
    let refused = 0;
    for (const name of names) {
      const good = await workbook(`${name}.xlsx`);
      const expected = await read(good);
      for (let i = 0; i < timesEach; i++) {
        const result = await read(damage(good.slice(), below));
        if (result !== expected) {
          assert(/^[a-z-]+$/.test(result), `${name}, ${i}: ${result}`);
          refused++;
        }
      }
    }
    assert(refused > timesEach, "nearly nothing was damaged");
  });
}

const xmlSigns = [
  ..."<<<>>/\"'=&; abcrtvs10!-[]?",
  "<![CDATA[",
  "<!--",
  "</c>",
  "<c",
  "<row>",
  "&#",
];

Deno.test("XML of any signs is read, or refused", async () => {
  const below = dice(7);
  const codes = new Set<string>();
  for (let i = 0; i < 250; i++) {
    const some = Array.from({ length: below(60) }, () => xmlSigns[below(xmlSigns.length)]).join("");
    const result = await read(workbookOf(i % 2 === 0 ? { rows: some } : { sheet: some, level: 0 }));
    codes.add(result.startsWith("[") ? "read" : result);
  }
  assertEquals([...codes].sort(), ["not-valid", "read"]);
});

Deno.test("any number and any format give a text", async () => {
  const below = dice(11);
  const signs = [
    ...'0#;;-.,/ ?%@_*\\"[]hmsydeE',
    "[h]",
    "[<=5]",
    "[$zł-415]",
    "General",
    '"a"',
    "AM/PM",
  ];
  for (let i = 0; i < 200; i++) {
    const format = Array.from({ length: below(12) }, () => signs[below(signs.length)]).join("");
    const number = (below(2 ** 32) - 2 ** 31) * 10 ** (below(40) - 25);
    const result = await read(
      workbookOf({ formats: [format], rows: `<row><c s="1"><v>${number}</v></c></row>` }),
    );
    assert(result.startsWith("["), `${format}: ${result}`);
    assert(!/\de[-+]?\d/.test(result), `${number} in ${format} has an exponent: ${result}`);
  }
});

Deno.test("an archive is read whatever its writer did not know in advance, and whatever stands after it", async () => {
  const sheet = "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>";
  const relationTo = (type: string, path: string) =>
    packed(
      `<Relationships><Relationship Id="r" Type="x/${type}" Target="${path}"/></Relationships>`,
    );
  const bytes = new TextEncoder().encode(sheet);
  const parts = {
    "_rels/.rels": relationTo("officeDocument", "book.xml"),
    "_rels/book.xml.rels": relationTo("worksheet", "sheet.xml"),
    "book.xml": packed('<workbook><sheets><sheet name="A" id="r"/></sheets></workbook>'),
    "sheet.xml": { ...packed(sheet), data: bytes, method: 0 },
  };
  const expected = JSON.stringify([
    "A",
    false,
    [{ number: 1, cells: ["1"], isHidden: false, faults: [] }],
  ]);
  const comment = "PK\x05\x06 is how the end of an archive begins, and here it is in its comment";
  assertEquals(await read(zipOf(parts, { isStreamed: true })), expected);
  assertEquals(await read(zipOf(parts, { comment })), expected);
  assertEquals(
    await read(Uint8Array.of(...zipOf(parts), ...new TextEncoder().encode("\r\n"))),
    expected,
  );
  const packedStrangely = { ...parts, "sheet.xml": { ...packed(sheet), method: 12 } };
  assertEquals(await read(zipOf(packedStrangely)), "not-valid");
});
