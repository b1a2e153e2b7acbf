/**
 * What a file is that is named `.xlsx`: a ZIP archive, or something else that people have under this name.
 *
 * @module
 */
import { damaged, XlsxError } from "./error.ts";
import type { XlsxSource } from "./model.ts";
import { readExactly, viewOf } from "./source_bytes.ts";

const zip = [0x50, 0x4b];
const ole = [0xd0, 0xcf, 0x11, 0xe0];

/** Throws unless the source begins like a ZIP archive. */
export const checkForm = async (source: XlsxSource): Promise<void> => {
  const head = await readExactly(source, 0, Math.min(512, source.size));
  const begins = (signs: ReadonlyArray<number>) => signs.every((sign, i) => head[i] === sign);
  if (begins(ole)) throw await oleError(source, head);
  if (!begins(zip)) throw new XlsxError("not-xlsx", "the file", "is no Excel workbook (.xlsx)");
  if (source.size < 22) throw damaged("the workbook");
};

const encrypted = "has a password: open it in Excel and save it without one";
const old = "is an Excel workbook of the old form (.xls): open it in Excel and save it as .xlsx";

/**
 * Old workbooks, and new ones with a password, are OLE containers. The names in the container's directory tell which:
 * its first sector, where the header says, has those of the first entries.
 */
const oleError = async (source: XlsxSource, head: Uint8Array): Promise<XlsxError> => {
  const names = head.length < 512 ? "" : await oleNames(source, viewOf(head));
  if (names.includes("EncryptedPackage")) {
    return new XlsxError("encrypted", "the workbook", encrypted);
  }
  return names.includes("Workbook") || names.includes("Book")
    ? new XlsxError("old-xls", "the file", old)
    : new XlsxError("old-xls", "the file", `${old}; if it has a password, without one`);
};

const oleNames = async (source: XlsxSource, header: DataView): Promise<string> => {
  const sectorSize = 2 ** Math.min(12, header.getUint16(30, true));
  const offset = (header.getUint32(48, true) + 1) * sectorSize;
  if (offset >= source.size) return "";
  const length = Math.min(4096, source.size - offset);
  return new TextDecoder("utf-16le").decode(await readExactly(source, offset, length));
};
