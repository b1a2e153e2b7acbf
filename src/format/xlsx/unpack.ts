/**
 * Unpacks an entry of a ZIP archive in pieces.
 *
 * **What goes into the decompressor must be small.** Deflate makes up to 1,032 bytes of one, and all that a piece
 * unpacks to is in memory at once. The platform's `DecompressionStream` has no such bound: in workerd 5 MB became 5 GB.
 *
 * @module
 */
import { Crc32 } from "./crc32.ts";
import { damaged, XlsxError } from "./error.ts";
import { freeBytes, type Limits } from "./limits.ts";
import type { XlsxSource } from "./model.ts";
import { readExactly, viewOf } from "./source_bytes.ts";
import type { ZipEntry } from "./zip_directory.ts";

/** So many bytes are read from the source at once. */
const blockSize = 262_144;
/** So many go into the decompressor at once. */
const packedPiece = 8192;
/** A piece that is given has at most so many bytes. */
const unpackedPiece = 32_768;

/** Others have their turn each time that so much was unpacked, which is some 40 ms of work. */
const turnSize = 1_048_576;
/** A promise that is resolved already gives nobody a turn: timers and sockets wait. */
const aTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

const header = { signature: 0x04034b50, size: 30 };

/** Gives the bytes of an entry, which is `place` in errors. Fails at the end if they are not those that were packed. */
export async function* unpack(
  source: XlsxSource,
  entry: ZipEntry,
  place: string,
  { maxRatio, maxUnpackedBytes }: Limits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const decompress = await decompressorOf(entry, place);
  const crc = new Crc32();
  const start = await dataOffset(source, entry, place);
  let size = 0;
  let turnAt = turnSize;
  for (let read = 0; read < entry.packedSize; read += blockSize) {
    const length = Math.min(blockSize, entry.packedSize - read);
    const block = await readExactly(source, start + read, length);
    for (let at = 0; at < length; at += packedPiece) {
      const piece = decompress(block.subarray(at, at + packedPiece));
      size += piece.length;
      const packed = read + at + packedPiece;
      if (size > maxUnpackedBytes || size > freeBytes + maxRatio * packed) {
        throw new XlsxError("too-large", place, "unpacks to more than is allowed");
      }
      crc.add(piece);
      for (let from = 0; from < piece.length; from += unpackedPiece) {
        yield piece.subarray(from, from + unpackedPiece);
        if (size - piece.length + from < turnAt) continue;
        turnAt += turnSize;
        await aTurn();
      }
    }
  }
  if (crc.value !== entry.crc || size !== entry.size) throw damaged(place);
}

const dataOffset = async (
  source: XlsxSource,
  { offset }: ZipEntry,
  place: string,
): Promise<number> => {
  const view = viewOf(await readExactly(source, offset, header.size));
  if (view.getUint32(0, true) !== header.signature) throw damaged(place);
  return offset + header.size + view.getUint16(26, true) + view.getUint16(28, true);
};

const decompressorOf = async (
  { method }: ZipEntry,
  place: string,
): Promise<(packed: Uint8Array) => Uint8Array> => {
  if (method === 0) return (packed) => packed;
  if (method !== 8) {
    throw new XlsxError("not-valid", place, "is packed in a way that spreadsheets do not use");
  }
  const { Inflate } = await import("./inflate.ts");
  let unpacked = new Uint8Array();
  const inflate = new Inflate((bytes) => unpacked = bytes);
  return (packed) => {
    try {
      inflate.push(packed);
    } catch {
      throw damaged(place);
    }
    return unpacked;
  };
};
