/** Writes a workbook as Excel does: texts that cells share, numbers, dates and booleans in 15 columns. */
import { strToU8, zipSync } from "fflate";
import { customerAt } from "./customers.ts";

const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** The number of days of 1980-01-01. */
const birthday = 29_221;
const letters = "ABCDEFGHIJKLMNO";

type Value = string | number | boolean;

/** The cells of customer `i`. All have a value, and each row has the same number of them. */
const cellsOf = (i: number): ReadonlyArray<Value> => {
  const { address, ...customer } = customerAt(i);
  return [
    customer.surname,
    customer.name,
    Number(customer.phone_number),
    `l${i}@example.com`,
    customer.identifier,
    customer.nip,
    customer.pesel,
    address.street,
    address.building,
    address.postcode,
    address.city,
    String(i * 7919).padStart(26, "0"),
    birthday + i % 10_000,
    customer.vip,
    `${customer.note} ${i % 5000}`,
  ];
};

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const relationsTo = (...targets: ReadonlyArray<readonly [type: string, path: string]>): string =>
  `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${
    targets.map(([type, path], i) =>
      `<Relationship Id="rId${i + 1}" Type="${relationships}/${type}" Target="${path}"/>`
    ).join("")
  }</Relationships>`;

const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
const override = (path: string, type: string) =>
  `<Override PartName="/xl/${path}.xml" ContentType="${types}.${type}+xml"/>`;

/** Writes a header and `count` customers into a folder, and gives the file's path. */
export const writeWorkbook = async (folder: string, count: number): Promise<string> => {
  const shared = new Map<string, number>();
  const cell = (value: Value, column: number, row: number): string => {
    const place = `${letters[column]}${row}`;
    if (typeof value === "boolean") return `<c r="${place}" t="b"><v>${Number(value)}</v></c>`;
    if (typeof value === "number") {
      return `<c r="${place}"${column === 12 ? ' s="1"' : ""}><v>${value}</v></c>`;
    }
    const index = shared.get(value) ?? shared.size;
    shared.set(value, index);
    return `<c r="${place}" t="s"><v>${index}</v></c>`;
  };
  const rows = Array.from({ length: count + 1 }, (_, i) => {
    const values = i === 0 ? [...letters].map((letter) => `Kolumna ${letter}`) : cellsOf(i);
    const cells = values.map((value, column) => cell(value, column, i + 1)).join("");
    return `<row r="${i + 1}" spans="1:15">${cells}</row>`;
  });
  const texts = Array.from(shared.keys(), (text) => `<si><t>${escaped(text)}</t></si>`);
  const parts = {
    "[Content_Types].xml":
      `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
      `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/>${
        override("workbook", "sheet.main") + override("worksheets/sheet1", "worksheet") +
        override("styles", "styles") + override("sharedStrings", "sharedStrings")
      }</Types>`,
    "_rels/.rels": relationsTo(["officeDocument", "xl/workbook.xml"]),
    "xl/workbook.xml": `${head}<workbook ${main} xmlns:r="${relationships}">` +
      `<sheets><sheet name="Arkusz1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relationsTo(
      ["worksheet", "worksheets/sheet1.xml"],
      ["styles", "styles.xml"],
      ["sharedStrings", "sharedStrings.xml"],
    ),
    "xl/styles.xml": `${head}<styleSheet ${main}><fonts count="1"><font/></fonts>` +
      `<fills count="1"><fill/></fills><borders count="1"><border/></borders>` +
      `<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>` +
      `<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>` +
      `</styleSheet>`,
    "xl/sharedStrings.xml": `${head}<sst ${main}>${texts.join("")}</sst>`,
    "xl/worksheets/sheet1.xml": `${head}<worksheet ${main}><sheetData>${
      rows.join("")
    }</sheetData></worksheet>`,
  };
  const file = `${folder}/${count}.xlsx`;
  const packed = Object.entries(parts).map(([path, text]) => [path, strToU8(text)]);
  await Deno.writeFile(file, zipSync(Object.fromEntries(packed)));
  return file;
};
