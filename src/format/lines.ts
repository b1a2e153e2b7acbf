/**
 * Cuts bytes into lines, one line at a time wrong: a line that is too long or not UTF-8 becomes an
 * `UnreadableRow`, and the lines after it are read. (Effect's `Ndjson` gives up a whole input at its first
 * bad line.) Holds no more than one line.
 *
 * @module
 */
import { UnreadableRow } from "../unreadable_row.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Cuts bytes into lines that end with LF or CRLF; empty ones are counted and passed over. */
export class LineCutter {
  readonly #maxBytes: number;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #parts: Array<Uint8Array> = [];
  #bytes = 0;
  /** How many lines were given. */
  #count = 0;

  /** A line may have so many bytes. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes bytes; calls back with each line that is complete, and its number from 1. */
  add(chunk: Uint8Array, take: (line: string | UnreadableRow, number: number) => void): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(lineFeed, start);
      if (end < 0) break;
      if (end === start && this.#bytes === 0) this.#count++;
      else {
        this.#keep(chunk.subarray(start, end));
        this.#give(take);
      }
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  /** Gives the last line, if it had no end. */
  finish(take: (line: string | UnreadableRow, number: number) => void): void {
    if (this.#bytes > 0) this.#give(take);
  }

  #keep(part: Uint8Array): void {
    this.#bytes += part.length;
    if (part.length > 0 && this.#bytes <= this.#maxBytes + 1) this.#parts.push(part.slice());
  }

  #give(take: (line: string | UnreadableRow, number: number) => void): void {
    const number = ++this.#count;
    const line = this.#read(number);
    this.#parts = [];
    this.#bytes = 0;
    take(line, number);
  }

  #read(number: number): string | UnreadableRow {
    const bytes = joined(this.#parts);
    const length = this.#bytes - (bytes.at(-1) === carriageReturn ? 1 : 0);
    if (length > this.#maxBytes) {
      return new UnreadableRow(`line ${number} is longer than ${this.#maxBytes} bytes`);
    }
    try {
      return this.#decoder.decode(bytes.subarray(0, length));
    } catch {
      return new UnreadableRow(`line ${number} is not UTF-8`);
    }
  }
}

const joined = (parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
