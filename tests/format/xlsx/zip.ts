/** Makes ZIP archives of data that is packed already, as strangely as a test wants. */
import { crc32, deflateRawSync } from "node:zlib";
import { joinBytes } from "../../../src/internal/bytes.ts";

const encoder = new TextEncoder();

/** Packed data and what the directory says of it. */
export interface Packed {
  readonly data: Uint8Array;
  readonly size: number;
  readonly crc: number;
  readonly method?: number;
}

/** A text, packed. */
export const packed = (text: string): Packed => {
  const bytes = encoder.encode(text);
  return { data: deflateRawSync(bytes), size: bytes.length, crc: crc32(bytes) };
};

/** How an archive is written. */
export interface ZipForm {
  /** Sizes and checksums stand after the data, and not before it. */
  readonly isStreamed?: boolean;
  readonly comment?: string;
}

/** An archive. */
export const zipOf = (
  entries: { readonly [path: string]: Packed },
  { comment = "", isStreamed = false }: ZipForm = {},
): Uint8Array => {
  const pieces: Array<Uint8Array> = [];
  const directory: Array<Uint8Array> = [];
  let offset = 0;
  const add = (piece: Uint8Array) => {
    pieces.push(piece);
    offset += piece.length;
  };
  for (const [path, { crc, data, method = 8, size }] of Object.entries(entries)) {
    const name = encoder.encode(path);
    const sizes = [crc, data.length, size];
    const flags = isStreamed ? 8 : 0;
    const known = isStreamed ? [0, 0, 0] : sizes;
    directory.push(
      numbers(
        "IHHHHHHIIIHHHHHII",
        0x02014b50,
        20,
        20,
        flags,
        method,
        0,
        0,
        ...sizes,
        name.length,
        0,
        0,
        0,
        0,
        0,
        offset,
      ),
      name,
    );
    add(numbers("IHHHHHIIIHH", 0x04034b50, 20, flags, method, 0, 0, ...known, name.length, 0));
    add(name);
    add(data);
    if (isStreamed) add(numbers("IIII", 0x08074b50, ...sizes));
  }
  const start = offset;
  directory.forEach(add);
  const count = directory.length / 2;
  const text = encoder.encode(comment);
  add(numbers("IHHHHIIH", 0x06054b50, 0, 0, count, count, offset - start, start, text.length));
  add(text);
  return joinBytes(pieces);
};

/** Little-endian numbers: `H` has two bytes, `I` four. */
const numbers = (form: string, ...values: ReadonlyArray<number>): Uint8Array => {
  const bytes = new Uint8Array([...form].reduce((sum, sign) => sum + (sign === "I" ? 4 : 2), 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  values.forEach((value, i) => {
    if (form[i] === "I") view.setUint32(at, value, true);
    else view.setUint16(at, value, true);
    at += form[i] === "I" ? 4 : 2;
  });
  return bytes;
};
