/**
 * Decodes UTF-8 so that a byte that is not UTF-8 costs only the row that it stands in. Such a byte becomes a mark, a lone
 * surrogate from U+DC80 to U+DCFF, which no valid text holds. **Whoever makes rows of the text must reject a row with a
 * mark in it**: {@linkcode hasForeignByte} finds it. A replacement character that stands in the input is a character
 * like any other one.
 *
 * Byte order marks are left out at the beginning and at the beginning of lines, where files that were joined have them.
 *
 * The text does not depend on how the bytes are cut into pieces, and work is linear in the bytes.
 *
 * @module
 */

const firstMark = 0xdc00;
/** Finds a lone surrogate only: with the flag `u` a pair is one character. */
const mark = /[\udc80-\udcff]/u;
const byteOrderMark = "\uFEFF";

/** Whether a text holds the mark of a byte that could not be decoded. */
export const hasForeignByte = (text: string): boolean => mark.test(text);

/** Decodes the bytes of one input. */
export class Utf8Decoder {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  /** The beginning of a character whose other bytes have not come yet. */
  #rest = new Uint8Array();
  #isAtLineStart = true;
  #hasForeign = false;

  /** Whether any byte could not be decoded so far. */
  get hasForeign(): boolean {
    return this.#hasForeign;
  }

  /** Whether the bytes so far end with a whole character. */
  get isWhole(): boolean {
    return this.#rest.length === 0;
  }

  /** Decodes the next bytes. The bytes of a cut character are kept for the next call. */
  add(chunk: Uint8Array): string {
    const bytes = this.#rest.length === 0 ? chunk : joined(this.#rest, chunk);
    const end = endOfWhole(bytes);
    this.#rest = bytes.slice(end);
    return this.#textOf(bytes.subarray(0, end));
  }

  /** Decodes the bytes that are left at the end of the input. */
  finish(): string {
    const rest = this.#rest;
    this.#rest = new Uint8Array();
    return this.#textOf(rest);
  }

  #textOf(bytes: Uint8Array): string {
    if (bytes.length === 0) return "";
    return this.#withoutMarks(this.#decode(bytes) ?? this.#decodeMarked(bytes));
  }

  #decode(bytes: Uint8Array): string | undefined {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      return undefined;
    }
  }

  #decodeMarked(bytes: Uint8Array): string {
    this.#hasForeign = true;
    let text = "";
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      const length = lengthOfCharacter(bytes, at);
      if (length === 0) {
        if (at > from) text += this.#decoder.decode(bytes.subarray(from, at));
        text += String.fromCharCode(firstMark + bytes[at]);
        from = at + 1;
      }
      at += length === 0 ? 1 : length;
    }
    return text + this.#decoder.decode(bytes.subarray(from));
  }

  /** Leaves out byte order marks at the beginning of lines. */
  #withoutMarks(text: string): string {
    const isAtStart = this.#isAtLineStart;
    const last = text.at(-1);
    if (last !== byteOrderMark) this.#isAtLineStart = last === "\n" || last === "\r";
    if (!text.includes(byteOrderMark)) return text;
    if (last === byteOrderMark) {
      const before = text.match(/([^\uFEFF]?)\uFEFF+$/)?.[1] ?? "";
      this.#isAtLineStart = before === "" ? isAtStart : before === "\n" || before === "\r";
    }
    const later = text.replaceAll(/([\r\n])\uFEFF+/g, "$1");
    return isAtStart ? later.replace(/^\uFEFF+/, "") : later;
  }
}

const joined = (one: Uint8Array, other: Uint8Array): Uint8Array => {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
};

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** The end of the bytes without a character that begins at the end and is not whole. */
export const endOfWhole = (bytes: Uint8Array): number => {
  const { length } = bytes;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back];
    if (isContinuation(byte)) continue;
    return announced(byte) > back ? length - back : length;
  }
  return length;
};

/** How many bytes a character has that begins with this one. */
const announced = (byte: number): number => {
  if (byte < 0xc2 || byte > 0xf4) return 1;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
};

/** The length of the valid character at a place; 0 if there is none. */
export const lengthOfCharacter = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at];
  if (first < 0x80) return 1;
  const length = announced(first);
  if (length === 1 || at + length > bytes.length) return 0;
  const second = bytes[at + 1];
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most) return 0;
  for (let i = 2; i < length; i++) if (!isContinuation(bytes[at + i])) return 0;
  return length;
};
