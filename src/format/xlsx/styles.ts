/**
 * The number formats of a workbook's cells. A cell names a style by its index.
 *
 * @module
 */
import { formatOf, type NumberFormat } from "./number_format.ts";
import { type Archive, readList } from "./parts.ts";

/** Longer codes are no codes of Excel; it allows 255. */
const maxCode = 1000;

/** Reads the format of each style; `path` is missing if the workbook has no styles. */
export const readStyles = async (
  archive: Archive,
  path: string | undefined,
): Promise<ReadonlyArray<NumberFormat>> => {
  if (path === undefined) return [];
  const codes = new Map<number, string>();
  const formats = new Map<number, NumberFormat>();
  let list = "";
  return await readList(archive, path, (xml) => {
    // A style of a cell is an `xf` in `cellXfs`. `cellStyleXfs` has elements of the same name.
    if (xml.depth === 2) list = xml.name;
    const id = Number(xml.attribute("numFmtId"));
    if (list === "numFmts" && xml.name === "numFmt") {
      codes.set(id, (xml.attribute("formatCode") ?? "").slice(0, maxCode));
    }
    if (list !== "cellXfs" || xml.name !== "xf") return undefined;
    const format = formats.get(id) ?? formatOf(id, codes.get(id));
    formats.set(id, format);
    return format;
  });
};
