/**
 * Cuts bytes into lines, one line at a time wrong: a line that is too long or not UTF-8 becomes an
 * `UnreadableRow`, and the lines after it are read. (Effect's `Ndjson` gives up a whole input at its first
 * bad line.) Holds no more than one line.
 *
 * @module
 */
import { UnreadableRow } from "../unreadable_row.ts";
import { joinBytes } from "./bytes.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Takes a line, or what is wrong with it, and its number from 1. */
export type TakeLine = (line: string | UnreadableRow, number: number) => void;

/** Cuts bytes into lines that end with LF or CRLF; empty ones are counted and passed over. */
export class LineCutter {
  readonly #maxBytes: number;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  /** The beginning of a line whose end has not come; of one that is too long, not all of it. */
  #parts: Array<Uint8Array> = [];
  #bytes = 0;
  /** How many lines there were. */
  #count = 0;

  /** A line may have so many bytes. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes bytes, and gives the lines that are complete. The bytes may be overwritten afterwards. */
  add(chunk: Uint8Array, take: TakeLine): void {
    const end = chunk.lastIndexOf(lineFeed) + 1;
    if (end > 0 && !this.#addQuickly(chunk.subarray(0, end), take)) {
      this.#addOneByOne(chunk.subarray(0, end), take);
    }
    this.#keep(chunk.subarray(end));
  }

  /** Gives the last line, if it had no end. */
  finish(take: TakeLine): void {
    if (this.#bytes > 0) this.#give(take);
  }

  /** Decodes whole lines at once, unless one of them is bad. */
  #addQuickly(lines: Uint8Array, take: TakeLine): boolean {
    if (this.#bytes + lines.length > this.#maxBytes) return false;
    const text = this.#decode(joinBytes([...this.#parts, lines]));
    if (text === undefined) return false;
    this.#parts = [];
    this.#bytes = 0;
    for (let start = 0; start < text.length;) {
      const end = text.indexOf("\n", start);
      this.#count++;
      const last = text[end - 1] === "\r" ? end - 1 : end;
      if (last > start) take(text.slice(start, last), this.#count);
      start = end + 1;
    }
    return true;
  }

  #addOneByOne(lines: Uint8Array, take: TakeLine): void {
    for (let start = 0; start < lines.length;) {
      const end = lines.indexOf(lineFeed, start);
      this.#keep(lines.subarray(start, end));
      this.#give(take);
      start = end + 1;
    }
  }

  #keep(part: Uint8Array): void {
    this.#bytes += part.length;
    if (part.length > 0 && this.#bytes <= this.#maxBytes + 1) this.#parts.push(part.slice());
  }

  #give(take: TakeLine): void {
    const number = ++this.#count;
    const line = this.#read(number);
    this.#parts = [];
    this.#bytes = 0;
    if (line !== "") take(line, number);
  }

  #read(number: number): string | UnreadableRow {
    const bytes = joinBytes(this.#parts);
    const length = this.#bytes - (bytes.at(-1) === carriageReturn ? 1 : 0);
    if (length > this.#maxBytes) {
      return new UnreadableRow(`line ${number} is longer than ${this.#maxBytes} bytes`);
    }
    return this.#decode(bytes.subarray(0, length)) ??
      new UnreadableRow(`line ${number} is not UTF-8`);
  }

  #decode(bytes: Uint8Array): string | undefined {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      return undefined;
    }
  }
}
