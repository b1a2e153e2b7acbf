/**
 * Cuts bytes into lines. A line that is too long is passed over, and reading goes on at the line after it.
 * (Effect's `Ndjson` gives up the whole input at its first bad line.) Keeps at most one line in memory.
 *
 * The shape of this code is measured: it allocates nothing for a line unless the line was cut.
 *
 * @module
 */
import { ByteBuffer } from "../../internal/byte_buffer.ts";
import type { Recognize, TakeBytes } from "./recognized.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Takes lines, without their ends. */
export interface LineTaker {
  readonly recognize: Recognize;
  readonly recognized: TakeBytes;
  readonly other: TakeBytes;
  /** Takes the number of a line that is too long. */
  readonly tooLong: (number: number) => void;
}

/** Cuts bytes into lines that end with LF or CRLF. Empty lines are counted and passed over. */
export class LineCutter {
  readonly #maxBytes: number;
  readonly #taker: LineTaker;
  /** The beginning of the unfinished line. If the line is too long, a part of it is left out. */
  readonly #kept = new ByteBuffer();
  /** The length of all of that beginning. */
  #length = 0;
  /** The number of the last line. */
  #count = 0;

  /** A line may have `maxBytes` bytes. */
  constructor(maxBytes: number, taker: LineTaker) {
    this.#maxBytes = maxBytes;
    this.#taker = taker;
  }

  /**
   * Takes bytes, and gives the lines that are complete. `areKnown`: all of these would be recognized, so that only their
   * ends are looked for.
   */
  add(chunk: Uint8Array, areKnown = false): void {
    const last = chunk.lastIndexOf(lineFeed);
    let start = 0;
    if (this.#length > 0 && last >= 0) {
      const end = chunk.indexOf(lineFeed);
      this.#keep(chunk.subarray(0, end));
      this.#giveKept(areKnown);
      start = end + 1;
    }
    while (start <= last) {
      const known = areKnown ? 0 : this.#recognizedEnd(chunk, start, last);
      const end = known > 0 ? known : chunk.indexOf(lineFeed, start);
      this.#give(chunk, start, end, end - start, areKnown || known > 0);
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  /** Gives the last line, if it had no line end. */
  finish(): void {
    if (this.#length > 0) this.#giveKept(false);
  }

  #keep(part: Uint8Array): void {
    this.#length += part.length;
    if (part.length > 0 && this.#length <= this.#maxBytes + 1) this.#kept.add(part);
  }

  #giveKept(isKnown: boolean): void {
    const bytes = this.#kept.take();
    const length = this.#length;
    this.#length = 0;
    const isRecognized = isKnown || this.#recognizedEnd(bytes, 0, bytes.length) > 0;
    this.#give(bytes, 0, bytes.length, length, isRecognized);
  }

  /** If the line that begins at `start` is recognized: the place of its LF, or the end of the bytes. Otherwise 0. */
  #recognizedEnd(bytes: Uint8Array, start: number, end: number): number {
    const known = this.#taker.recognize(bytes, start, end);
    if (known === 0) return 0;
    // Reading past the end of the bytes would make V8 drop the optimized code for all lines.
    const ending = known < bytes.length && bytes[known] === carriageReturn ? 1 : 0;
    const lineEnd = known + ending;
    return lineEnd === bytes.length || bytes[lineEnd] === lineFeed ? lineEnd : 0;
  }

  /** `length` is the length of the whole line, which may be more than was kept. */
  #give(
    bytes: Uint8Array,
    start: number,
    end: number,
    length: number,
    isRecognized: boolean,
  ): void {
    const number = ++this.#count;
    const ending = end > start && bytes[end - 1] === carriageReturn ? 1 : 0;
    if (length - ending > this.#maxBytes) this.#taker.tooLong(number);
    else if (length === ending) return;
    else if (isRecognized) this.#taker.recognized(bytes, start, end - ending, number);
    else this.#taker.other(bytes, start, end - ending, number);
  }
}
