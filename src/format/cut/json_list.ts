/**
 * The fast path for lists: cuts the elements of a list of objects out of bytes, without decoding those that are recognized
 * as customers. Importing such a list takes half the time that the text takes (`json_parts.ts`).
 *
 * It reads only what is certain: objects, with commas and white space between them. At anything else, such as a comment,
 * a text that goes over the end of a line, or the end of the list, it stops before the element, and the text is read from there.
 *
 * Work is linear in the bytes, and at most one element is kept from one piece to the next.
 *
 * @module
 */
import { ByteBuffer } from "../../internal/byte_buffer.ts";
import type { Recognize, TakeBytes } from "./recognized.ts";

const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const slash = 0x2f;
const listStart = 0x5b;
const backslash = 0x5c;
const listEnd = 0x5d;
const objectStart = 0x7b;
const objectEnd = 0x7d;

/** Counts lines. It is told each byte outside of texts. */
export interface LineCounter {
  readonly line: number;
  readonly pass: (byte: number) => void;
}

/** What the list needs. */
export interface ListOptions {
  /** Most bytes of an element that are kept. A longer one is left to the text. */
  readonly maxBytes: number;
  readonly lines: LineCounter;
  /** The end of a customer that begins at a place; 0 if none is recognized. */
  readonly recognize: Recognize;
  /** Takes what was recognized last. */
  readonly recognized: TakeBytes;
  readonly other: TakeBytes;
}

/** Cuts the elements of one list. */
export class ListCutter {
  readonly #options: ListOptions;
  /** The element that is not complete. */
  readonly #kept = new ByteBuffer();
  /** How many of its brackets are open. */
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  /** Where it ends, if its last bracket is closed and only white space came after it. */
  #end = 0;

  /** Cuts as the options say. */
  constructor(options: ListOptions) {
    this.#options = options;
  }

  /** Whether an element has begun. */
  get isWithin(): boolean {
    return this.#kept.length > 0;
  }

  /** The bytes of the element that has begun, which is forgotten. */
  takeKept(): Uint8Array {
    this.#end = 0;
    return this.#kept.take();
  }

  /**
   * Reads elements. Returns how many of the bytes were read: all of them, or those before something else. Then the bytes of
   * `takeKept` come before the rest.
   */
  read(bytes: Uint8Array): number {
    let at = 0;
    if (this.isWithin) {
      const end = this.#follow(bytes, 0, this.#kept.length);
      if (end < 0 || this.#kept.length + end > this.#options.maxBytes) return 0;
      this.#kept.add(bytes.subarray(0, end));
      if (end === bytes.length) return end;
      const length = this.#end;
      const kept = this.takeKept();
      this.#give(kept, 0, length, kept.length);
      at = end;
    }
    return this.#readFrom(bytes, at);
  }

  #readFrom(bytes: Uint8Array, start: number): number {
    const { lines, recognize, recognized } = this.#options;
    let at = start;
    while (at < bytes.length) {
      const byte = bytes[at];
      if (isBetween(byte)) {
        lines.pass(byte);
        at++;
        continue;
      }
      if (byte !== objectStart) return at;
      const known = recognize(bytes, at, bytes.length);
      if (known > 0 && known < bytes.length && isAfter(bytes[known])) {
        recognized(bytes, at, known, lines.line);
        at = known;
        continue;
      }
      const end = this.#follow(bytes, at, 0);
      if (end < 0 || end - at > this.#options.maxBytes) return at;
      if (end === bytes.length) {
        this.#kept.add(bytes.subarray(at));
        return end;
      }
      this.#give(bytes, at, at + this.#end, end);
      at = end;
    }
    return at;
  }

  /** Gives an element. `after` is the place after the white space that follows it. */
  #give(bytes: Uint8Array, start: number, end: number, after: number): void {
    const { lines, other, recognize, recognized } = this.#options;
    if (recognize(bytes, start, end) === end) recognized(bytes, start, end, lines.line);
    else other(bytes, start, end, lines.line);
    // No text goes over the end of a line.
    for (let at = start; at < after; at++) lines.pass(bytes[at]);
  }

  /**
   * Follows an element, of which `before` bytes were followed in earlier pieces. Returns the place of the comma or bracket
   * after it, or the end of the bytes if it goes on; -1 if something else must read it.
   */
  #follow(bytes: Uint8Array, start: number, before: number): number {
    if (before === 0) {
      this.#depth = 0;
      this.#isInText = false;
      this.#isEscaped = false;
      this.#end = 0;
    }
    for (let at = start; at < bytes.length; at++) {
      const byte = bytes[at];
      if (this.#isInText) {
        if (byte === lineFeed || byte === carriageReturn) return -1;
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === backslash) this.#isEscaped = true;
        else if (byte === quote) this.#isInText = false;
      } else if (this.#end > 0) {
        if (isAfter(byte)) return at;
        if (!isBetween(byte)) return -1;
      } else if (byte === quote) this.#isInText = true;
      else if (byte === slash) return -1;
      else if (byte === objectStart || byte === listStart) this.#depth++;
      else if ((byte === objectEnd || byte === listEnd) && --this.#depth === 0) {
        this.#end = before + at - start + 1;
      }
    }
    return bytes.length;
  }
}

const isAfter = (byte: number): boolean => byte === comma || byte === listEnd;

const isBetween = (byte: number): boolean =>
  byte === comma || byte === space || byte === lineFeed || byte === carriageReturn || byte === tab;
