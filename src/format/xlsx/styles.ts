/**
 * The number formats of a workbook's cells. A cell names a style by its index.
 *
 * @module
 */
import { formatOf, type NumberFormat } from "./number_format.ts";
import { type Archive, readPart } from "./parts.ts";

/** Longer codes are no codes of Excel; it allows 255. */
const maxCode = 1000;

/** Reads the format of each style; `path` is missing if the workbook has no styles. */
export const readStyles = async (
  archive: Archive,
  path: string | undefined,
): Promise<ReadonlyArray<NumberFormat>> => {
  const styles: Array<NumberFormat> = [];
  if (path === undefined) return styles;
  const codes = new Map<number, string>();
  const formats = new Map<number, NumberFormat>();
  let isInCells = false;
  await readPart(archive, path, (token, xml) => {
    if (token === "text") return;
    const isOpen = token === "open";
    // `cellStyleXfs` has elements of the same name, which are no styles of cells.
    if (xml.name === "cellXfs") isInCells = isOpen;
    else if (isOpen && xml.name === "numFmt") {
      codes.set(
        Number(xml.attribute("numFmtId")),
        (xml.attribute("formatCode") ?? "").slice(0, maxCode),
      );
    } else if (isOpen && isInCells && xml.name === "xf") {
      const id = Number(xml.attribute("numFmtId") ?? 0);
      const format = formats.get(id) ?? formatOf(id, codes.get(id));
      formats.set(id, format);
      styles.push(format);
    }
  });
  return styles;
};
