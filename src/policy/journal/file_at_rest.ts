/**
 * Whether a journal's file is whole, before it is opened. SQLite itself takes an empty file for a new one, and a file
 * without its write-ahead log for an older one: customers who were sent would be forgotten, and sent again.
 *
 * While a journal is open, its latest changes stand in a second file, `FILE-wal`, and the file's header says so. When
 * it is closed, `sqlite_file.ts` puts everything into one file and changes the header back. So a file whose header
 * speaks of a write-ahead log that is not there was copied, or moved, without it.
 *
 * @module
 */
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";

/** What is wrong with a journal's file. */
export type FileFault = "empty" | "cut" | "not-sqlite" | "no-log";

/** SQLite's own description: "The Database Header" in https://sqlite.org/fileformat.html */
const headerLength = 100;
const magic = "SQLite format 3\0";
const writeAheadLog = 2;

/** What is wrong with a file; `undefined` if there is none, or nothing is wrong with it. */
export const faultOf = (file: string): FileFault | undefined => {
  if (!existsSync(file)) return undefined;
  const { header, length } = read(file);
  if (length === 0) return "empty";
  if (new TextDecoder("latin1").decode(header.subarray(0, magic.length)) !== magic) {
    return "not-sqlite";
  }
  if (length < headerLength) return "cut";
  const usesLog = header[18] === writeAheadLog || header[19] === writeAheadLog;
  if (usesLog) return existsSync(`${file}-wal`) ? undefined : "no-log";
  return length < lengthIn(header) ? "cut" : undefined;
};

const read = (file: string): { readonly header: Uint8Array; readonly length: number } => {
  const handle = openSync(file, "r");
  try {
    const header = new Uint8Array(headerLength);
    readSync(handle, header, 0, headerLength, 0);
    return { header, length: fstatSync(handle).size };
  } finally {
    closeSync(handle);
  }
};

/** The length that a header speaks of: a number of pages. */
const lengthIn = (header: Uint8Array): number => {
  const view = new DataView(header.buffer);
  const pageSize = view.getUint16(16);
  const isKnown = view.getUint32(24) === view.getUint32(92);
  return isKnown ? (pageSize === 1 ? 65_536 : pageSize) * view.getUint32(28) : 0;
};
