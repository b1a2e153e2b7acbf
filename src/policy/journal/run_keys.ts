/**
 * Which keys an import has met, and with what content: two rows with one key and different contents can't both be what
 * Thulium is to hold. The first one counts.
 *
 * A table of 64 bits of each key and 32 of each fingerprint, in 17 to 34 bytes for a key. It holds a million keys at least,
 * and forgets the oldest ones after that, so that memory stays bounded.
 *
 * @module
 */
import type { ImportRun } from "../../call/run.ts";

const maxKeys = 1_000_000;
const wordsPerSlot = 3;
const firstSlots = 1024;

/** The keys of one import. */
export class RunKeys {
  #newer = new Table();
  #older: Table | undefined;

  /** Whether a key was met with another content. If it was not met, it is noted. Both are hexadecimal. */
  isOther(key: string, print: string): boolean {
    const [high, low, content] = [word(key, 0), word(key, 8), word(print, 0)];
    const known = this.#newer.find(high, low) ?? this.#older?.find(high, low);
    if (known !== undefined) return known !== content;
    if (this.#newer.size >= maxKeys) {
      this.#older = this.#newer;
      this.#newer = new Table();
    }
    this.#newer.set(high, low, content);
    return false;
  }
}

/** The keys of each import. */
export class KeysByRun {
  readonly #keys = new WeakMap<ImportRun, RunKeys>();

  /** The keys of an import. */
  of(run: ImportRun): RunKeys {
    const keys = this.#keys.get(run) ?? new RunKeys();
    this.#keys.set(run, keys);
    return keys;
  }
}

/** Eight hexadecimal digits as a number. */
const word = (digits: string, from: number): number => parseInt(digits.slice(from, from + 8), 16);

/** An open-addressing table. The lowest bit of a key's first word is given up: a word of 0 is an empty slot. */
class Table {
  size = 0;
  #slots = new Uint32Array(firstSlots * wordsPerSlot);

  find(high: number, low: number): number | undefined {
    const at = this.#slotOf((high | 1) >>> 0, low);
    return this.#slots[at] === 0 ? undefined : this.#slots[at + 2];
  }

  set(high: number, low: number, content: number): void {
    const first = (high | 1) >>> 0;
    this.#slots.set([first, low, content], this.#slotOf(first, low));
    if (++this.size > 0.7 * this.#slots.length / wordsPerSlot) this.#grow();
  }

  #slotOf(first: number, low: number): number {
    const slots = this.#slots;
    const mask = slots.length / wordsPerSlot - 1;
    for (let slot = low & mask;; slot = slot + 1 & mask) {
      const at = slot * wordsPerSlot;
      if (slots[at] === 0 || slots[at] === first && slots[at + 1] === low) return at;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(2 * old.length);
    for (let at = 0; at < old.length; at += wordsPerSlot) {
      if (old[at] === 0) continue;
      this.#slots.set(old.subarray(at, at + wordsPerSlot), this.#slotOf(old[at], old[at + 1]));
    }
  }
}
