/**
 * Cuts bytes into lines. A line that is too long becomes an `UnreadableRow`, and the lines after it are read.
 * (Effect's `Ndjson` gives up a whole input at its first bad line.) Holds no more than one line.
 *
 * @module
 */
import { UnreadableRow } from "../../customer/unreadable_row.ts";
import { joinBytes } from "../../internal/bytes.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A line: the bytes from `start` to `end`, without its end of line. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly number: number;
  /** Whether it was recognized at a glance. */
  readonly isRecognized: boolean;
}

/**
 * Recognizes at a glance what begins at `start`, and says where it ends; 0 if it does not. Nothing that it
 * recognizes may have a line feed in it.
 */
export type Recognize = (bytes: Uint8Array, start: number, end: number) => number;

/** Takes a line, or what is wrong with it. */
export type TakeLine = (line: Line | UnreadableRow) => void;

/** Cuts bytes into lines that end with LF or CRLF; empty ones are counted and passed over. */
export class LineCutter {
  readonly #maxBytes: number;
  readonly #recognize: Recognize;
  readonly #take: TakeLine;
  /** The beginning of a line whose end has not come; of one that is too long, not all of it. */
  #parts: Array<Uint8Array> = [];
  #length = 0;
  /** How many lines there were. */
  #count = 0;

  /** A line may have so many bytes. The end of one that is recognized need not be looked for. */
  constructor(maxBytes: number, recognize: Recognize, take: TakeLine) {
    this.#maxBytes = maxBytes;
    this.#recognize = recognize;
    this.#take = take;
  }

  /** Takes bytes, which must not change any more, and gives the lines that are complete. */
  add(chunk: Uint8Array): void {
    const last = chunk.lastIndexOf(lineFeed);
    let start = 0;
    if (this.#length > 0 && last >= 0) {
      const end = chunk.indexOf(lineFeed);
      this.#keep(chunk.subarray(0, end));
      this.#giveKept();
      start = end + 1;
    }
    while (start <= last) {
      const known = this.#recognizedEnd(chunk, start, last);
      const end = known > 0 ? known : chunk.indexOf(lineFeed, start);
      this.#give(chunk, start, end, end - start, known > 0);
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  /** Gives the last line, if it had no end. */
  finish(): void {
    if (this.#length > 0) this.#giveKept();
  }

  #keep(part: Uint8Array): void {
    this.#length += part.length;
    if (part.length > 0 && this.#length <= this.#maxBytes + 1) this.#parts.push(part);
  }

  #giveKept(): void {
    const bytes = joinBytes(this.#parts);
    const length = this.#length;
    this.#parts = [];
    this.#length = 0;
    const isRecognized = this.#recognizedEnd(bytes, 0, bytes.length) > 0;
    this.#give(bytes, 0, bytes.length, length, isRecognized);
  }

  /** Where the line that begins at `start` has its LF, or the bytes end, if it is recognized; otherwise 0. */
  #recognizedEnd(bytes: Uint8Array, start: number, end: number): number {
    const known = this.#recognize(bytes, start, end);
    if (known === 0) return 0;
    // Looking past the end of the bytes would make V8 give up its quick code for all lines.
    const ending = known < bytes.length && bytes[known] === carriageReturn ? 1 : 0;
    const lineEnd = known + ending;
    return lineEnd === bytes.length || bytes[lineEnd] === lineFeed ? lineEnd : 0;
  }

  /** `length` is that of the whole line, of which not all may have been kept. */
  #give(
    bytes: Uint8Array,
    start: number,
    end: number,
    length: number,
    isRecognized: boolean,
  ): void {
    const number = ++this.#count;
    const ending = end > start && bytes[end - 1] === carriageReturn ? 1 : 0;
    if (length - ending > this.#maxBytes) {
      this.#take(new UnreadableRow(`line ${number} is longer than ${this.#maxBytes} bytes`));
    } else if (length > ending) {
      this.#take({ bytes, start, end: end - ending, number, isRecognized });
    }
  }
}
