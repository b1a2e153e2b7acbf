/**
 * Reads bytes of a source, never fewer than were asked for, and the little-endian numbers in them.
 *
 * @module
 */
import { damaged } from "./error.ts";
import type { XlsxSource } from "./model.ts";

/** Reads bytes that must be there. Throws an `XlsxError` if the source is shorter. */
export const readExactly = async (
  source: XlsxSource,
  offset: number,
  length: number,
): Promise<Uint8Array> => {
  if (!(offset >= 0 && length >= 0 && offset + length <= source.size)) {
    throw damaged("the workbook");
  }
  const bytes = await source.read(offset, length);
  if (bytes.length !== length) throw damaged("the workbook");
  return bytes;
};

/** Bytes as numbers. */
export const viewOf = ({ buffer, byteLength, byteOffset }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

/** A number of 64 bits. One beyond 2^53 is no offset or size of a source, and fails where it is used as such. */
export const uint64At = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));
