/**
 * Looks through bytes for what tells their encoding: which bytes beyond ASCII they have between which others. Memory does
 * not grow with the bytes.
 *
 * @module
 */
import { lengthOfCharacter } from "../../format/cut/utf8.ts";
import { joinBytes } from "../../internal/bytes.ts";
import type { Contexts } from "./letters.ts";

/** More places than these tell nothing new. */
const maxContexts = 50_000;
/** What stands before the first byte and after the last one. */
const lineFeed = 0x0a;

/** Counts what stands in bytes that are not UTF-8. */
export class Census {
  readonly #contexts = new Map<number, number>();
  #rest = new Uint8Array();
  #before = lineFeed;
  #good = 0;
  #bad = 0;

  /** Bytes beyond ASCII between their neighbours, and how often they stand there. */
  get contexts(): Contexts {
    return this.#contexts;
  }

  /**
   * Whether the bytes are damaged UTF-8 and no other encoding. Letters of another encoding are hardly ever valid UTF-8,
   * so a few good letters among ten bad bytes can only be UTF-8: the rest is damaged, or comes from another file.
   */
  get isDamagedUtf8(): boolean {
    return this.#good > 0 && 10 * this.#good >= this.#bad;
  }

  /** Takes bytes. */
  add(chunk: Uint8Array): void {
    const bytes = joinBytes([this.#rest, chunk]);
    // The last four bytes wait for what follows them.
    const end = Math.max(0, bytes.length - 4);
    this.#read(bytes, end);
    this.#rest = bytes.slice(end);
  }

  /** Takes the end. */
  finish(): void {
    this.#read(this.#rest, this.#rest.length);
    this.#rest = new Uint8Array();
  }

  #read(bytes: Uint8Array, end: number): void {
    /** Up to here bytes belong to a character that was counted. */
    let counted = this.#countedAhead;
    for (let at = 0; at < end; at++) {
      const byte = bytes[at];
      if (byte >= 0x80) {
        this.#note(this.#before << 16 | byte << 8 | (bytes[at + 1] ?? lineFeed));
        if (at >= counted) {
          const length = lengthOfCharacter(bytes, at);
          if (length === 0) this.#bad++;
          else if (isUsual(bytes, at)) this.#good++;
          counted = at + Math.max(1, length);
        }
      }
      this.#before = byte;
    }
    this.#countedAhead = Math.max(0, counted - end);
  }

  #countedAhead = 0;

  #note(context: number): void {
    const times = this.#contexts.get(context);
    if (times !== undefined || this.#contexts.size < maxContexts) {
      this.#contexts.set(context, (times ?? 0) + 1);
    }
  }
}

/** Whether a character of UTF-8 is a Latin letter, a sign of punctuation or an emoji, and not "PÓŁ" in Windows-1250. */
const isUsual = (bytes: Uint8Array, at: number): boolean => {
  const [first, second] = [bytes[at], bytes[at + 1]];
  return first >= 0xc3 && first <= 0xc5 || first === 0xe2 && second <= 0x82 || first === 0xf0;
};
