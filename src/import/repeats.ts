/**
 * Finds rows whose key occurred before, among any number of rows: a table of 64-bit fingerprints, 17 to 34 bytes for each
 * key. A million keys share a fingerprint by chance once in some 40 million imports. The fingerprints differ from run to
 * run, so that no input can be made to share them.
 *
 * @module
 */

/** Of each slot: two halves of a fingerprint, and the place of its first row, counted from 1. Place 0 is an empty slot. */
const wordsPerSlot = 3;
const firstSlots = 16;
/** How many bits of a fingerprint choose its table. */
const tableBits = 6;

/** Remembers keys and the places of their first rows. Places are whole numbers from 0 to 2^32 - 2, in ascending order. */
export class Repeats {
  readonly #window: number;
  readonly #seed = Math.floor(Math.random() * 0x1_0000_0000);
  #table = new Tables();
  /** The table before this one. It has what is too old for this one, and may still be in the window. */
  #older: Tables | undefined;

  /** Remembers keys for at least `window` rows, counted by their places. */
  constructor(window = Infinity) {
    this.#window = window;
  }

  /** The place of the first row with this key, if it was seen in the window. If not, this place is noted. */
  firstWith(key: string, place: number): number | undefined {
    return this.#first(hash(key, this.#seed), hash(key, ~this.#seed), place);
  }

  /** The same for a key of ASCII, as the bytes from `start` to `end`. Nothing is allocated for it. */
  firstWithBytes(bytes: Uint8Array, start: number, end: number, place: number): number | undefined {
    return this.#first(
      hashOfBytes(bytes, start, end, this.#seed),
      hashOfBytes(bytes, start, end, ~this.#seed),
      place,
    );
  }

  #first(high: number, low: number, place: number): number | undefined {
    // Without a window there is one table, in which the key is looked up once.
    if (this.#window === Infinity) return this.#table.findOrSet(high, low, place);
    const first = this.#table.find(high, low) ?? this.#older?.find(high, low);
    if (first !== undefined && place - first <= this.#window) return first;
    if (this.#table.size >= this.#window) {
      this.#older = this.#table;
      this.#table = new Tables();
    }
    this.#table.set(high, low, place);
    return undefined;
  }
}

/** Tables that grow one by one: a table that grows is in memory twice, and this one is a small part of all. */
class Tables {
  size = 0;
  readonly #tables = Array.from({ length: 2 ** tableBits }, () => new Table());

  find(high: number, low: number): number | undefined {
    return this.#of(high).find(high, low);
  }

  set(high: number, low: number, place: number): void {
    if (this.#of(high).set(high, low, place)) this.size++;
  }

  /** The place, if there is one; otherwise this one is set. */
  findOrSet(high: number, low: number, place: number): number | undefined {
    return this.#of(high).findOrSet(high, low, place);
  }

  #of(high: number): Table {
    return this.#tables[high >>> (32 - tableBits)];
  }
}

/** An open-addressing table. Its numbers are signed, because the engine allocates for larger ones. */
class Table {
  #size = 0;
  #slots = new Int32Array(firstSlots * wordsPerSlot);
  #mask = firstSlots - 1;

  find(high: number, low: number): number | undefined {
    const place = this.#slots[this.#slotOf(high, low) + 2];
    return place === 0 ? undefined : (place >>> 0) - 1;
  }

  /** Whether it was not there before. */
  set(high: number, low: number, place: number): boolean {
    const size = this.#size;
    this.#setAt(this.#slotOf(high, low), high, low, place);
    return this.#size > size;
  }

  /** The place, if there is one; otherwise this one is set. */
  findOrSet(high: number, low: number, place: number): number | undefined {
    const at = this.#slotOf(high, low);
    const known = this.#slots[at + 2];
    if (known !== 0) return (known >>> 0) - 1;
    this.#setAt(at, high, low, place);
    return undefined;
  }

  #setAt(at: number, high: number, low: number, place: number): void {
    const isNew = this.#slots[at + 2] === 0;
    this.#put(at, high, low, place + 1);
    if (isNew && ++this.#size > 0.7 * this.#mask) this.#grow();
  }

  /** Where the fingerprint stands, or would. */
  #slotOf(high: number, low: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    for (let slot = low & mask;; slot = slot + 1 & mask) {
      const at = slot * wordsPerSlot;
      const isFound = slots[at] === high && slots[at + 1] === low;
      if (isFound || slots[at + 2] === 0) return at;
    }
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(2 * old.length);
    this.#mask = 2 * this.#mask + 1;
    for (let at = 0; at < old.length; at += wordsPerSlot) {
      const [high, low, place] = [old[at], old[at + 1], old[at + 2]];
      if (place !== 0) this.#put(this.#slotOf(high, low), high, low, place);
    }
  }

  #put(at: number, high: number, low: number, place: number): void {
    this.#slots[at] = high;
    this.#slots[at + 1] = low;
    this.#slots[at + 2] = place;
  }
}

/** MurmurHash's mixing, over UTF-16 code units. */
const hash = (text: string, seed: number): number => {
  let mixed = seed ^ text.length;
  for (let i = 0; i < text.length; i++) mixed = mix(mixed, text.charCodeAt(i));
  return finish(mixed);
};

/** The hash of the same text as ASCII. */
const hashOfBytes = (bytes: Uint8Array, start: number, end: number, seed: number): number => {
  let mixed = seed ^ end - start;
  for (let i = start; i < end; i++) mixed = mix(mixed, bytes[i]);
  return finish(mixed);
};

const mix = (hash: number, code: number): number => {
  const mixed = Math.imul(hash ^ code, 0x5bd1_e995);
  return mixed ^ mixed >>> 15;
};

const finish = (hash: number): number => {
  let mixed = Math.imul(hash ^ hash >>> 16, 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ mixed >>> 13, 0xc2b2_ae35);
  return mixed ^ mixed >>> 16;
};
