/** Makes workbooks from XML, as programs write it, and reads them. */
import { zipSync } from "fflate";
import type { XlsxLimits } from "../../../src/format/xlsx/limits.ts";
import { sourceOfBytes, type XlsxRow } from "../../../src/format/xlsx/model.ts";
import { openXlsx } from "../../../src/format/xlsx/workbook.ts";

const encoder = new TextEncoder();
const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

const relationsTo = (targets: ReadonlyArray<readonly [type: string, path: string]>): string =>
  `<Relationships>${
    targets.map(([type, path], i) =>
      `<Relationship Id="r${i + 1}" Type="${relationships}/${type}" Target="${path}"/>`
    ).join("")
  }</Relationships>`;

/** What a test says of a workbook; all else is usual. */
export interface Given {
  /** The inside of `sheetData`. */
  readonly rows?: string;
  /** The whole part of the sheet. */
  readonly sheet?: string | Uint8Array;
  /** The codes of number formats; cells name them by index, from 1. */
  readonly formats?: ReadonlyArray<string>;
  /** The inside of `sst`. */
  readonly texts?: string;
  /** The inside of `workbook` before the sheets. */
  readonly properties?: string;
  /** Parts to add or to replace; `undefined` leaves one out. */
  readonly parts?: { readonly [path: string]: string | Uint8Array | undefined };
  readonly level?: 0 | 6 | 9;
}

const escaped = (code: string): string =>
  code.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** The bytes of a workbook. */
export const workbookOf = (given: Given): Uint8Array => {
  const { formats = [], level = 6, properties = "", rows = "", texts = "" } = given;
  const parts = {
    "_rels/.rels": relationsTo([["officeDocument", "xl/workbook.xml"]]),
    "xl/workbook.xml": `<workbook ${main} xmlns:r="${relationships}">${properties}` +
      `<sheets><sheet name="Klienci" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relationsTo([
      ["worksheet", "worksheets/sheet1.xml"],
      ["styles", "styles.xml"],
      ["sharedStrings", "sharedStrings.xml"],
    ]),
    "xl/styles.xml": `<styleSheet ${main}><numFmts>${
      formats.map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${escaped(code)}"/>`)
        .join("")
    }</numFmts><cellXfs><xf numFmtId="0"/>${
      formats.map((_, i) => `<xf numFmtId="${200 + i}"/>`).join("")
    }</cellXfs></styleSheet>`,
    "xl/sharedStrings.xml": `<sst ${main}>${texts}</sst>`,
    "xl/worksheets/sheet1.xml": given.sheet ??
      `<worksheet ${main}><sheetData>${rows}</sheetData></worksheet>`,
    ...given.parts,
  };
  const files = Object.entries(parts).flatMap(([path, content]) =>
    content === undefined
      ? []
      : [[path, typeof content === "string" ? encoder.encode(content) : content]]
  );
  return zipSync(Object.fromEntries(files), { level });
};

/** All rows of a sheet. */
export const rowsOf = async (
  bytes: Uint8Array,
  limits?: XlsxLimits,
  sheet?: string,
): Promise<ReadonlyArray<XlsxRow>> => {
  const book = await openXlsx(sourceOfBytes(bytes), limits);
  const rows: Array<XlsxRow> = [];
  for await (const chunk of book.sheet(sheet).rows()) rows.push(...chunk);
  return rows;
};

/** The cells of all rows. */
export const cellsOf = async (given: Given): Promise<ReadonlyArray<ReadonlyArray<string>>> =>
  (await rowsOf(workbookOf(given))).map(({ cells }) => cells);

/** The text of one cell, and what is wrong with it. */
export const cellOf = async (
  cell: string,
  given: Given = {},
): Promise<readonly [string | undefined, string?]> => {
  const [row] = await rowsOf(workbookOf({ ...given, rows: `<row>${cell}</row>` }));
  const fault = row?.faults?.get(0);
  return fault === undefined ? [row?.cells[0]] : [row?.cells[0], fault];
};

/** A workbook that was written by another program. */
export const workbook = (name: string): Promise<Uint8Array> =>
  Deno.readFile(new URL(`./workbooks/${name}`, import.meta.url));
