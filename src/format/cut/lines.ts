/**
 * Cuts bytes into lines. A line that is too long becomes an `UnreadableRecord`, and reading goes on at the line after it.
 * (Effect's `Ndjson` gives up the whole input at its first bad line.) Keeps at most one line in memory.
 *
 * The shape of this code is measured: it allocates one `Line` for a line, and nothing else unless the line was cut.
 *
 * @module
 */
import { ByteBuffer } from "../../internal/byte_buffer.ts";
import { UnreadableRecord } from "./unreadable_record.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A line: the bytes from `start` to `end`, without the line end. */
export interface Line {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** The line's number in the input, from 1. */
  readonly number: number;
  /** Whether `Recognize` recognized it. */
  readonly isRecognized: boolean;
}

/**
 * Recognizes the text that begins at `start`, without parsing it. Returns where that text ends, or 0 if it is not
 * recognized. A recognized text must not contain a line feed.
 */
export type Recognize = (bytes: Uint8Array, start: number, end: number) => number;

/** Takes a line, or an `UnreadableRecord` for a line that is too long. */
export type TakeLine = (line: Line | UnreadableRecord) => void;

/** Cuts bytes into lines that end with LF or CRLF. Empty lines are counted and passed over. */
export class LineCutter {
  readonly #maxBytes: number;
  readonly #recognize: Recognize;
  readonly #take: TakeLine;
  /** The beginning of the unfinished line. If the line is too long, a part of it is left out. */
  readonly #kept = new ByteBuffer();
  /** The length of all of that beginning. */
  #length = 0;
  /** The number of the last line. */
  #count = 0;

  /** A line may have `maxBytes` bytes. `recognize` saves the search for the end of a line. */
  constructor(maxBytes: number, recognize: Recognize, take: TakeLine) {
    this.#maxBytes = maxBytes;
    this.#recognize = recognize;
    this.#take = take;
  }

  /** Takes bytes, which must not change afterwards, and gives the lines that are complete. */
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

  /** Gives the last line, if it had no line end. */
  finish(): void {
    if (this.#length > 0) this.#giveKept();
  }

  #keep(part: Uint8Array): void {
    this.#length += part.length;
    if (part.length > 0 && this.#length <= this.#maxBytes + 1) this.#kept.add(part);
  }

  #giveKept(): void {
    const bytes = this.#kept.take();
    const length = this.#length;
    this.#length = 0;
    const isRecognized = this.#recognizedEnd(bytes, 0, bytes.length) > 0;
    this.#give(bytes, 0, bytes.length, length, isRecognized);
  }

  /** If the line that begins at `start` is recognized: the place of its LF, or the end of the bytes. Otherwise 0. */
  #recognizedEnd(bytes: Uint8Array, start: number, end: number): number {
    const known = this.#recognize(bytes, start, end);
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
    if (length - ending > this.#maxBytes) {
      this.#take(
        new UnreadableRecord({ code: "line-too-long", line: number, maxBytes: this.#maxBytes }),
      );
    } else if (length > ending) {
      this.#take({ bytes, start, end: end - ending, number, isRecognized });
    }
  }
}
