/**
 * The encodings that an input may have, and how its bytes become UTF-8, which all readers read.
 *
 * What can't be decoded becomes the byte `0xFF`, which no UTF-8 has: the reader rejects the row that it stands in.
 *
 * @module
 */

/** The names for `--encoding`. */
export const encodings = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1250",
  "iso-8859-2",
  "windows-1252",
  "cp852",
  "mac-ce",
  "mac-roman",
] as const;

/** An encoding. */
export type Encoding = (typeof encodings)[number];

/** An encoding, and whether bytes of another one stand between the others. */
export interface FoundEncoding {
  readonly encoding: Encoding;
  readonly isDamaged: boolean;
}

/** An encoding without bytes of another one. */
export const whole = (encoding: Encoding): FoundEncoding => ({ encoding, isDamaged: false });

/** An encoding with one byte for each character. */
export type ByteEncoding = Exclude<Encoding, "utf-8" | "utf-16le" | "utf-16be">;

/** The names that decoders have for the encodings. */
const known: { readonly [encoding in ByteEncoding]: string } = {
  "windows-1250": "windows-1250",
  "iso-8859-2": "iso-8859-2",
  "windows-1252": "windows-1252",
  cp852: "cp852",
  "mac-ce": "maccenteuro",
  "mac-roman": "macroman",
};

/** The characters of an encoding, by their bytes. What the encoding does not define is U+FFFD. */
export type Characters = ReadonlyArray<string>;

const allBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
/** Control characters from U+0080 on: encodings have them where they define nothing. */
const undefinedCharacter = /[\u0080-\u009f]/;

/** Loads the characters of encodings. Only inputs that are not UTF-8 need them. */
export const loadCharacters = async (): Promise<(encoding: ByteEncoding) => Characters> => {
  const { default: iconv } = await import("iconv-lite");
  return (encoding) =>
    [...iconv.decode(allBytes, known[encoding])].map((sign) =>
      undefinedCharacter.test(sign) ? "\uFFFD" : sign
    );
};

/** Makes UTF-8 of the bytes of one input. */
export interface Transcoder {
  readonly add: (bytes: Uint8Array) => Uint8Array;
  /** The bytes that are left at the end of the input. */
  readonly finish: () => Uint8Array;
}

const foreign = 0xff;

/** Reads an encoding with one byte for each character. */
export const fromBytes = (characters: Characters): Transcoder => {
  const encoder = new TextEncoder();
  const codes = characters.map((sign) =>
    sign === "\uFFFD" ? Uint8Array.of(foreign) : encoder.encode(sign)
  );
  return {
    add: (bytes) => {
      const written = new Uint8Array(3 * bytes.length);
      let end = 0;
      for (const byte of bytes) {
        const code = codes[byte];
        for (let i = 0; i < code.length; i++) written[end++] = code[i];
      }
      return written.slice(0, end);
    },
    finish: () => new Uint8Array(),
  };
};

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** Reads UTF-16. A surrogate without its other half, and half a code unit at the end, can't be decoded. */
export const fromUtf16 = (isBigEndian: boolean): Transcoder => {
  /** A first byte, and a first half, whose rest has not come yet. */
  let byte: number | undefined;
  let high: number | undefined;
  const written = (length: number) => {
    const bytes = new Uint8Array(length);
    let end = 0;
    return {
      code: (code: number) => end = writeCode(bytes, end, code),
      foreign: () => bytes[end++] = foreign,
      all: () => bytes.slice(0, end),
    };
  };
  return {
    add: (bytes) => {
      const out = written(2 * bytes.length + 8);
      for (const next of bytes) {
        if (byte === undefined) {
          byte = next;
          continue;
        }
        const unit = isBigEndian ? byte << 8 | next : next << 8 | byte;
        byte = undefined;
        if (high !== undefined && isLow(unit)) {
          out.code(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
          high = undefined;
          continue;
        }
        if (high !== undefined) out.foreign();
        high = isHigh(unit) ? unit : undefined;
        if (isLow(unit)) out.foreign();
        else if (high === undefined) out.code(unit);
      }
      return out.all();
    },
    finish: () =>
      Uint8Array.from([byte, high].flatMap((rest) => rest === undefined ? [] : foreign)),
  };
};

const writeCode = (bytes: Uint8Array, at: number, code: number): number => {
  if (code < 0x80) {
    bytes[at] = code;
    return at + 1;
  }
  const length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (let i = length - 1, rest = code; i > 0; i--, rest >>= 6) bytes[at + i] = 0x80 | rest & 0x3f;
  bytes[at] = (0xf00 >> length) & 0xff | code >> 6 * (length - 1);
  return at + length;
};
