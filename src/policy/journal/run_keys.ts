/**
 * Which keys an import has met, and with what content: two rows with one key and different contents can't both be what
 * Thulium is to hold. The first one counts.
 *
 * A key is noted before the journal is read, so that the order of the rows decides. Most contents are not known yet then,
 * because no row was parsed; so the key is noted with the JSON first, and with the content once its batch ends. A row whose
 * JSON differs from that of a row under way is compared with it by content.
 *
 * A table of 64 bits of each key and 31 of a fingerprint, in 17 to 34 bytes for a key. It holds a million keys at least,
 * and forgets the oldest ones after that, so that memory stays bounded.
 *
 * @module
 */
import type { ImportRun } from "../../call/run.ts";

const maxKeys = 1_000_000;
const wordsPerSlot = 3;
const firstSlots = 1024;

/** A row with a key. Fingerprints are hexadecimal. */
export interface KeyedRow {
  readonly key: string;
  readonly content: string;
  readonly json: string;
}

type KeyedRows = ReadonlyArray<KeyedRow>;

/** The keys of one import. */
export class RunKeys {
  #newer = new Table();
  #older: Table | undefined;
  readonly #underWay = new Set<KeyedRows>();

  /** Notes that rows are under way, or will be. */
  begin(rows: KeyedRows): void {
    this.#underWay.add(rows);
  }

  /** Whether a key was met with another content. If it was not met, it is noted. */
  isOther(row: KeyedRow): boolean {
    const first = firstWord(row.key);
    const second = word(row.key, 8);
    const noted = this.#newer.find(first, second) ?? this.#older?.find(first, second);
    if (noted === undefined) {
      if (this.#newer.size >= maxKeys) {
        this.#older = this.#newer;
        this.#newer = new Table();
      }
      this.#newer.add(first, second, ofJson(row));
      return false;
    }
    if (isOfContent(noted)) return noted !== ofContent(row);
    if (noted === ofJson(row)) return false;
    return this.#rowUnderWay(row.key)?.content !== row.content;
  }

  /** Ends what was begun: from now on these rows are known by their contents. */
  end(rows: KeyedRows): void {
    this.#underWay.delete(rows);
    for (const row of rows) {
      const first = firstWord(row.key);
      const second = word(row.key, 8);
      if (!this.#newer.replace(first, second, ofContent(row))) {
        this.#older?.replace(first, second, ofContent(row));
      }
    }
  }

  #rowUnderWay(key: string): KeyedRow | undefined {
    for (const rows of this.#underWay) {
      const found = rows.find((row) => row.key === key);
      if (found !== undefined) return found;
    }
    return undefined;
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

/** Eight hexadecimal digits as 32 bits. `parseInt` of a part of the text takes twice as long. */
const word = (digits: string, from: number): number => {
  let bits = 0;
  for (let i = from; i < from + 8; i++) {
    const code = digits.charCodeAt(i);
    bits = bits << 4 | (code <= nine ? code - zero : code - a + 10);
  }
  return bits;
};
const zero = 0x30;
const nine = 0x39;
const a = 0x61;

/** The lowest bit of a fingerprint's word says of what it is. */
const ofJson = ({ json }: KeyedRow): number => word(json, 0) & ~1;
const ofContent = ({ content }: KeyedRow): number => word(content, 0) | 1;
const isOfContent = (noted: number): boolean => (noted & 1) === 1;

/**
 * An open-addressing table. The lowest bit of a key's first word is given up: a word of 0 is an empty slot. Its
 * numbers are signed, because the engine allocates for larger ones.
 */
class Table {
  size = 0;
  #slots = new Int32Array(firstSlots * wordsPerSlot);

  find(first: number, second: number): number | undefined {
    const at = this.#slotOf(first, second);
    return this.#slots[at] === 0 ? undefined : this.#slots[at + 2];
  }

  /** Adds a key that is not in it. */
  add(first: number, second: number, noted: number): void {
    const at = this.#slotOf(first, second);
    this.#slots[at] = first;
    this.#slots[at + 1] = second;
    this.#slots[at + 2] = noted;
    if (++this.size > 0.7 * this.#slots.length / wordsPerSlot) this.#grow();
  }

  /** Notes another word of a key, if the key is in it. */
  replace(first: number, second: number, noted: number): boolean {
    const at = this.#slotOf(first, second);
    if (this.#slots[at] === 0) return false;
    this.#slots[at + 2] = noted;
    return true;
  }

  #slotOf(first: number, second: number): number {
    const slots = this.#slots;
    const mask = slots.length / wordsPerSlot - 1;
    for (let slot = second & mask;; slot = slot + 1 & mask) {
      const at = slot * wordsPerSlot;
      if (slots[at] === 0 || slots[at] === first && slots[at + 1] === second) return at;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += wordsPerSlot) {
      if (old[at] === 0) continue;
      this.#slots.set(old.subarray(at, at + wordsPerSlot), this.#slotOf(old[at], old[at + 1]));
    }
  }
}

const firstWord = (key: string): number => word(key, 0) | 1;
