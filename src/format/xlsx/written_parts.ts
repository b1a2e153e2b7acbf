/**
 * The parts of a workbook that are the same in all workbooks that are written, and the frame of the sheet.
 *
 * All cells have the format of text. So what a person corrects in them stays as it is typed: no zero is lost at the
 * beginning of a number, and nothing becomes a date.
 *
 * @module
 */
import { writtenText } from "./written_text.ts";

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The path of the sheet. */
export const sheetPath = "xl/worksheets/sheet1.xml";

/** The styles of cells, by their indexes. */
export const styleOf = { text: 1, header: 2 } as const;

const longestName = 31;

/** A name that a sheet may have. */
const validName = (name: string): string =>
  name.replace(/[[\]:*?/\\]|^'|'$/g, "_").slice(0, longestName) || "Sheet1";

/** The parts beside the sheet: paths and contents. */
export const partsFor = (sheetName: string): ReadonlyArray<readonly [string, string]> => [
  [
    "[Content_Types].xml",
    `${head}<Types xmlns="${packages}/content-types">` +
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/>` +
    `<Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/>` +
    `<Override PartName="/${sheetPath}" ContentType="${types}.worksheet+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/></Types>`,
  ],
  ["_rels/.rels", relationsTo(["officeDocument", "xl/workbook.xml"])],
  [
    "xl/workbook.xml",
    `${head}<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets>` +
    `<sheet name="${writtenText(validName(sheetName))}" sheetId="1" r:id="rId1"/>` +
    `</sheets></workbook>`,
  ],
  [
    "xl/_rels/workbook.xml.rels",
    relationsTo(["worksheet", "worksheets/sheet1.xml"], ["styles", "styles.xml"]),
  ],
  [
    "xl/styles.xml",
    `${head}<styleSheet xmlns="${main}"><fonts count="2">` +
    `<font><sz val="11"/><name val="Calibri"/></font>` +
    `<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
    `<fills count="2"><fill><patternFill patternType="none"/></fill>` +
    `<fill><patternFill patternType="gray125"/></fill></fills>` +
    `<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
    `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
    `<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
    `<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
    `<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>` +
    `</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>` +
    `</cellStyles></styleSheet>`,
  ],
];

const relationsTo = (...targets: ReadonlyArray<readonly [type: string, path: string]>): string =>
  `${head}<Relationships xmlns="${packages}/relationships">${
    targets.map(([type, path], i) =>
      `<Relationship Id="rId${i + 1}" Type="${relationships}/${type}" Target="${path}"/>`
    ).join("")
  }</Relationships>`;

/** What stands before the rows: the header stays in sight, and columns are for text. */
export const beforeRows = (columns: number): string =>
  `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
  `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>` +
  `</sheetView></sheetViews>` +
  `<cols><col min="1" max="${columns}" width="18" style="${styleOf.text}" customWidth="1"/></cols>` +
  `<sheetData>`;

/** What stands after the rows. */
export const afterRows = "</sheetData></worksheet>";
