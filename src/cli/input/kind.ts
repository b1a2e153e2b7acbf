/**
 * What a file is, by its first bytes. A name says what somebody meant; the bytes say what there is.
 *
 * @module
 */

/** A kind of file that holds no rows which the importer could read, by its name for people. */
export type ForeignKind =
  | "html"
  | "xml"
  | "vcard"
  | "pdf"
  | "ods"
  | "docx"
  | "zip"
  | "archive"
  | "image"
  | "binary";

/**
 * What a file is for sure. `xls` is a workbook of the old form, or one with a password, which the reader of workbooks tells
 * apart; `text` if it may be anything that is written as text.
 */
export type Kind = "gzip" | "xlsx" | "xls" | "text" | ForeignKind;

type Magic = readonly [kind: Kind, bytes: string];

/** The first bytes of files, as characters from U+0000 to U+00FF. */
const magics: ReadonlyArray<Magic> = [
  ["gzip", "\x1f\x8b\x08"],
  ["xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
  ["pdf", "%PDF-"],
  ["archive", "7z\xbc\xaf\x27\x1c"],
  ["archive", "Rar!\x1a\x07"],
  ["archive", "\xfd7zXZ\0"],
  ["archive", "\x28\xb5\x2f\xfd"],
  ["archive", "BZh91AY&SY"],
  ["image", "\x89PNG\r\n"],
  ["image", "\xff\xd8\xff"],
  ["image", "GIF8"],
  ["binary", "SQLite format 3\0"],
];

const zipStarts = ["PK\x03\x04", "PK\x05\x06"];

const longestMagic = 16;

/** The kind of a file whose bytes begin with `head`. `text` is the same as characters, if it is text. */
export const kindOf = (head: Uint8Array, text: string): Kind => {
  const start = latin1(head.subarray(0, longestMagic));
  const magic = magics.find(([, bytes]) => start.startsWith(bytes));
  if (magic !== undefined) return magic[0];
  return zipStarts.some((bytes) => start.startsWith(bytes))
    ? zipKind(latin1(head))
    : textKind(text);
};

/** One character for each byte. */
export const latin1 = (bytes: Uint8Array): string => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
};

const zipKind = (bytes: string): Kind => {
  if (bytes.includes("opendocument.spreadsheet")) return "ods";
  if (bytes.includes("word/") || bytes.includes("ppt/")) return "docx";
  return bytes.includes("xl/") || bytes.includes("[Content_Types].xml") ? "xlsx" : "zip";
};

const markup =
  /^(?:<!--[^]*?-->\s*)?<(?:!doctype\s+html|html|head|body|table|meta|style|script)\b/i;

const textKind = (text: string): Kind => {
  const start = text.replace(/^[\uFEFF\s]+/, "").slice(0, 4096);
  if (markup.test(start)) return "html";
  if (/^<\?xml\b/i.test(start)) return /<html\b/i.test(start) ? "html" : "xml";
  return /^BEGIN:VCARD\s/i.test(start) ? "vcard" : "text";
};
