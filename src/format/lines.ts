/**
 * Cuts bytes into lines, one line at a time wrong: a line that is too long becomes an `UnreadableRow`, and
 * the lines after it are read. (Effect's `Ndjson` gives up a whole input at its first bad line.) Holds no
 * more than one line.
 *
 * @module
 */
import { UnreadableRow } from "../unreadable_row.ts";
import { joinBytes } from "./bytes.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A line: the bytes from `start` to `end`, without its end of line. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly number: number;
}

/** Takes a line, or what is wrong with it. */
export type TakeLine = (line: Line | UnreadableRow) => void;

/** Cuts bytes into lines that end with LF or CRLF; empty ones are counted and passed over. */
export class LineCutter {
  readonly #maxBytes: number;
  /** The beginning of a line whose end has not come; of one that is too long, not all of it. */
  #parts: Array<Uint8Array> = [];
  #length = 0;
  /** How many lines there were. */
  #count = 0;

  /** A line may have so many bytes. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes bytes, which must not change any more, and gives the lines that are complete. */
  add(chunk: Uint8Array, take: TakeLine): void {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      if (this.#length === 0) {
        this.#give(chunk, start, end, end - start, take);
      } else {
        this.#keep(chunk.subarray(start, end));
        this.#giveKept(take);
      }
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  /** Gives the last line, if it had no end. */
  finish(take: TakeLine): void {
    if (this.#length > 0) this.#giveKept(take);
  }

  #keep(part: Uint8Array): void {
    this.#length += part.length;
    if (part.length > 0 && this.#length <= this.#maxBytes + 1) this.#parts.push(part);
  }

  #giveKept(take: TakeLine): void {
    const bytes = joinBytes(this.#parts);
    const length = this.#length;
    this.#parts = [];
    this.#length = 0;
    this.#give(bytes, 0, bytes.length, length, take);
  }

  /** `length` is that of the whole line, of which not all may have been kept. */
  #give(bytes: Uint8Array, start: number, end: number, length: number, take: TakeLine): void {
    const number = ++this.#count;
    const ending = end > start && bytes[end - 1] === carriageReturn ? 1 : 0;
    if (length - ending > this.#maxBytes) {
      take(new UnreadableRow(`line ${number} is longer than ${this.#maxBytes} bytes`));
    } else if (length > ending) {
      take({ bytes, start, end: end - ending, number });
    }
  }
}
