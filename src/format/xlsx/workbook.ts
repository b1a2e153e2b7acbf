/**
 * Opens a workbook: its sheets, by the order of their tabs, and what their cells share.
 *
 * @module
 */
import type { CellContext } from "./cell_text.ts";
import { checkForm } from "./container.ts";
import { damaged, XlsxError } from "./error.ts";
import { withDefaults, type XlsxLimits } from "./limits.ts";
import type { XlsxSheet, XlsxSource, XlsxWorkbook } from "./model.ts";
import { type Archive, entryOf, readList, type Relation, relationsOf } from "./parts.ts";
import { isTrue } from "./xml_text.ts";
import { textOf } from "./part_text.ts";
import { readSharedTexts } from "./shared_texts.ts";
import { SheetRows } from "./sheet_rows.ts";
import { readStyles } from "./styles.ts";
import { unpack } from "./unpack.ts";
import { readDirectory } from "./zip_directory.ts";

/**
 * Opens a workbook. Fails with an `XlsxError` if it is none, has a password, is damaged or goes beyond a limit. What
 * the source itself throws is passed on.
 */
export const openXlsx = async (
  source: XlsxSource,
  xlsxLimits?: XlsxLimits,
): Promise<XlsxWorkbook> => {
  const limits = withDefaults(xlsxLimits);
  await checkForm(source);
  const archive = { source, entries: await readDirectory(source), limits };
  const path = await workbookPath(archive);
  const relations = await relationsOf(archive, path);
  const { isFrom1904, tabs } = await readTabs(archive, path);
  const context = once(async (): Promise<CellContext> => ({
    texts: await readSharedTexts(archive, pathOf(relations, "sharedStrings")),
    styles: await readStyles(archive, pathOf(relations, "styles")),
    isFrom1904,
  }));
  const relationOf = new Map(relations.map((relation) => [relation.id, relation]));
  const sheets = tabs.flatMap(({ id, isHidden, name }) => {
    const relation = relationOf.get(id);
    if (relation === undefined) throw damaged("the workbook");
    // Charts and dialogs have tabs too.
    return relation.type === "worksheet"
      ? [{ name, isHidden, ...sheetOf(archive, name, relation.path, context) }]
      : [];
  });
  if (sheets.length === 0) throw new XlsxError("not-xlsx", "the workbook", "has no sheet of cells");
  return { sheets, sheet: (name) => sheetNamed(sheets, name) };
};

const once = <A>(make: () => Promise<A>): () => Promise<A> => {
  let made: Promise<A> | undefined;
  return () => made ??= make();
};

const pathOf = (relations: ReadonlyArray<Relation>, type: string): string | undefined =>
  relations.find((relation) => relation.type === type)?.path;

const workbookPath = async (archive: Archive): Promise<string> => {
  const path = pathOf(await relationsOf(archive, ""), "officeDocument");
  if (path === undefined || !archive.entries.has(path)) {
    const rule = archive.entries.has("content.xml")
      ? "is an OpenDocument spreadsheet (.ods): save it as .xlsx"
      : "is a ZIP archive, but no Excel workbook";
    throw new XlsxError("not-xlsx", "the file", rule);
  }
  if (path.endsWith(".bin")) {
    throw new XlsxError("not-xlsx", "the file", "is a binary workbook (.xlsb): save it as .xlsx");
  }
  return path;
};

/** In `workbook` and `sheets`; elements of extensions may have the name too. */
const sheetDepth = 3;
/** Excel allows 31. */
const longestName = 255;

interface Tab {
  readonly name: string;
  readonly isHidden: boolean;
  readonly id: string;
}

const readTabs = async (archive: Archive, path: string) => {
  let isFrom1904 = false;
  const tabs = await readList(archive, path, (xml): Tab | undefined => {
    if (xml.name === "workbookPr") isFrom1904 = isTrue(xml.attribute("date1904"));
    return xml.name === "sheet" && xml.depth === sheetDepth
      ? {
        name: (xml.attribute("name") ?? "").slice(0, longestName),
        isHidden: /hidden/i.test(xml.attribute("state") ?? ""),
        id: xml.attribute("id") ?? "",
      }
      : undefined;
  });
  return { tabs, isFrom1904 };
};

const sheetOf = (
  { entries, limits, source }: Archive,
  name: string,
  path: string,
  context: () => Promise<CellContext>,
): Pick<XlsxSheet, "rows" | "verify"> => {
  const place = `sheet "${name}"`;
  const bytes = () => unpack(source, entryOf(entries, path), place, limits);
  return {
    rows: async function* () {
      const rows = new SheetRows(place, await context(), limits);
      for await (const text of textOf(bytes(), place)) {
        rows.add(text);
        for (let chunk = rows.take(); chunk.length > 0; chunk = rows.take()) yield chunk;
      }
      rows.finish();
    },
    verify: async () => {
      for await (const _ of bytes());
    },
  };
};

/** An error names so many sheets. */
const mostNamed = 20;

const sheetNamed = (sheets: ReadonlyArray<XlsxSheet>, name: string | undefined): XlsxSheet => {
  if (name === undefined) return sheets.find(({ isHidden }) => !isHidden) ?? sheets[0];
  const wanted = comparable(name);
  const found = sheets.find((sheet) => sheet.name === name) ??
    sheets.find((sheet) => comparable(sheet.name) === wanted);
  if (found !== undefined) return found;
  const names = sheets.slice(0, mostNamed).map((sheet) => `"${sheet.name}"`);
  if (sheets.length > mostNamed) names.push("…");
  throw new XlsxError(
    "no-such-sheet",
    "the workbook",
    `has no sheet of that name. Its sheets are: ${names.join(", ")}`,
    sheets.map((sheet) => sheet.name),
  );
};

/** Excel has no two sheets whose names differ in case only. */
const comparable = (name: string): string => name.normalize("NFC").trim().toLowerCase();
