/**
 * Whether a journal's file is whole, before it is opened. SQLite itself takes an empty file for a new one: customers who
 * were sent would be forgotten, and sent again.
 *
 * A journal is one file. Only while a change is being written there is a second one, `FILE-journal`, by which SQLite takes
 * back what was cut off. A change of which the program knew is never in it alone.
 *
 * @module
 */
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from "node:fs";

/** What is wrong with a journal's file. */
export type FileFault = "empty" | "cut" | "not-sqlite";

/** SQLite's own description: "The Database Header" in https://sqlite.org/fileformat.html */
const headerLength = 100;
const magic = "SQLite format 3\0";

/** What is wrong with a file; `undefined` if there is none, or nothing is wrong with it. */
export const faultOf = (file: string): FileFault | undefined => {
  if (!existsSync(file)) return undefined;
  const { header, length } = read(file);
  if (length === 0) return "empty";
  if (new TextDecoder("latin1").decode(header.subarray(0, magic.length)) !== magic) {
    return "not-sqlite";
  }
  if (length < headerLength) return "cut";
  return length < lengthIn(header) && !isBeingWritten(file) ? "cut" : undefined;
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

/** Whether SQLite can take back a change that was cut off. */
const isBeingWritten = (file: string): boolean =>
  (statSync(`${file}-journal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
