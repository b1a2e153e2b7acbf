/**
 * The directory of a ZIP archive, which is at its end. Sizes and checksums are taken from here and not from the entries:
 * a program that streams writes them after an entry's data (a data descriptor).
 *
 * @module
 */
import { damaged, XlsxError } from "./error.ts";
import type { XlsxSource } from "./model.ts";
import { readExactly, uint64At, viewOf } from "./source_bytes.ts";

/** A packed file in the archive. */
export interface ZipEntry {
  /** The path, in lower case and without a slash at its beginning: parts of a workbook are named in any case. */
  readonly path: string;
  /** 0 for stored, 8 for deflated. */
  readonly method: number;
  readonly packedSize: number;
  readonly size: number;
  readonly crc: number;
  /** Where the entry's own header begins. */
  readonly offset: number;
}

/** The entries by their paths. */
export type ZipDirectory = ReadonlyMap<string, ZipEntry>;

const end = { signature: 0x06054b50, size: 22, maxComment: 65_535 };
const end64 = { signature: 0x06064b50, size: 56 };
const locator64 = { signature: 0x07064b50, size: 20 };
const record = { signature: 0x02014b50, size: 46 };
/** The number that says: the true one has 64 bits and is elsewhere. */
const elsewhere = 0xffffffff;

/** Far more than a workbook has, and so little that it may be in memory. */
const maxEntries = 10_000;
const maxBytes = 4 * 1_048_576;

interface Place {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

/** Reads the directory of an archive. */
export const readDirectory = async (source: XlsxSource): Promise<ZipDirectory> => {
  const { count, offset, size } = await findDirectory(source);
  if (count > maxEntries || size > maxBytes) {
    throw new XlsxError("too-large", "the workbook", "has too many parts");
  }
  return entriesOf(await readExactly(source, offset, size), count);
};

const findDirectory = async (source: XlsxSource): Promise<Place> => {
  const length = Math.min(source.size, end.size + end.maxComment + locator64.size);
  const tail = viewOf(await readExactly(source, source.size - length, length));
  let at = tail.byteLength - end.size;
  while (at >= 0 && !isEnd(tail, at)) at--;
  if (at < 0) throw damaged("the workbook");
  const locator = at - locator64.size;
  if (locator >= 0 && tail.getUint32(locator, true) === locator64.signature) {
    return await readEnd64(source, uint64At(tail, locator + 8));
  }
  return {
    count: tail.getUint16(at + 10, true),
    size: tail.getUint32(at + 12, true),
    offset: tail.getUint32(at + 16, true),
  };
};

/**
 * The comment after the end may look like an end itself; what follows it is no comment of its length then. Bytes after
 * the comment are passed over: a download may have got some.
 */
const isEnd = (tail: DataView, at: number): boolean =>
  tail.getUint32(at, true) === end.signature &&
  at + end.size + tail.getUint16(at + 20, true) <= tail.byteLength;

const readEnd64 = async (source: XlsxSource, at: number): Promise<Place> => {
  const view = viewOf(await readExactly(source, at, end64.size));
  if (view.getUint32(0, true) !== end64.signature) throw damaged("the workbook");
  return { count: uint64At(view, 32), size: uint64At(view, 40), offset: uint64At(view, 48) };
};

const entriesOf = (bytes: Uint8Array, count: number): ZipDirectory => {
  const entries = new Map<string, ZipEntry>();
  const view = viewOf(bytes);
  for (let at = 0, i = 0; i < count; i++) {
    if (at + record.size > bytes.length || view.getUint32(at, true) !== record.signature) {
      throw damaged("the workbook");
    }
    const names = at + record.size;
    const extra = names + view.getUint16(at + 28, true);
    const comment = extra + view.getUint16(at + 30, true);
    if (comment > bytes.length) throw damaged("the workbook");
    if ((view.getUint16(at + 8, true) & 1) === 1) {
      throw new XlsxError("encrypted", "the workbook", "has a password: save it without one");
    }
    const path = pathOf(bytes.subarray(names, extra));
    // Two programs would read two different workbooks.
    if (entries.has(path)) throw new XlsxError("not-valid", "the workbook", "has a part twice");
    entries.set(path, {
      path,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...placeOf(view, at, extra, comment),
    });
    at = comment + view.getUint16(at + 32, true);
  }
  return entries;
};

/** Some programs write the separators of Windows. */
const pathOf = (name: Uint8Array): string =>
  new TextDecoder().decode(name).replaceAll("\\", "/").replace(/^\/+/, "").toLowerCase();

/** Sizes and offset of an entry. Those that need 64 bits are in an extra field, in this order. */
const placeOf = (view: DataView, at: number, extra: number, extraEnd: number) => {
  let wide = wideField(view, extra, extraEnd);
  const next = (narrow: number): number => {
    if (narrow !== elsewhere) return narrow;
    if (wide === undefined || wide.at + 8 > wide.end) throw damaged("the workbook");
    const number = uint64At(view, wide.at);
    wide = { at: wide.at + 8, end: wide.end };
    return number;
  };
  const size = next(view.getUint32(at + 24, true));
  const packedSize = next(view.getUint32(at + 20, true));
  const offset = next(view.getUint32(at + 42, true));
  return { size, packedSize, offset };
};

const wideField = (view: DataView, from: number, to: number) => {
  for (let at = from; at + 4 <= to;) {
    const next = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1 && next <= to) return { at: at + 4, end: next };
    at = next;
  }
  return undefined;
};
