/**
 * The fast path for bytes: recognizes, without parsing, a valid customer that is written exactly as
 * `JSON.stringify` writes it, and says where it ends. Such a customer goes out byte for byte: Thulium
 * reads what this module would have sent. Parsing and writing customers is what an import spends most of
 * its time on.
 *
 * It only ever says yes; everything else (other white space, other escapes, a field given twice, a broken
 * rule) is parsed and checked. Property tests hold it to `JSON.parse`, `JSON.stringify` and the schema.
 *
 * It also recognizes what the usual programs write, which is the same customer in other bytes (`loose.ts`).
 *
 * **It must allocate nothing**, so no function in it may close over `this`: V8 allocates for such a
 * function each time that the code around it runs, which costs more than the scan itself.
 *
 * @module
 */
import { addressFields, customerFields, type FieldKind } from "../fields.ts";
import { continuationBytes } from "../../internal/utf8.ts";
import { type Field, makeFields } from "./field_names.ts";
import { escapedLength, mixedSpelling, spellingOf } from "./loose.ts";

const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const zero = 0x30;
const nine = 0x39;
const colon = 0x3a;
const listStart = 0x5b;
const backslash = 0x5c;
const listEnd = 0x5d;
const letterU = 0x75;
const objectStart = 0x7b;
const objectEnd = 0x7d;

const encoder = new TextEncoder();
/** The letters of the short escapes. `JSON.stringify` writes other control characters as `\\uXXXX`. */
const escapes: ReadonlySet<number> = new Set(encoder.encode('"\\bfnrt'));
const words = {
  true: encoder.encode("true"),
  false: encoder.encode("false"),
  null: encoder.encode("null"),
};
/** 1 for the bytes that stand for themselves in a text: ASCII without controls, quote and backslash. */
const plain = Uint8Array.from(
  { length: 0x100 },
  (_, byte) => byte >= 0x20 && byte < 0x80 && byte !== quote && byte !== backslash ? 1 : 0,
);

/** Each name of a custom field is compared with all others, so a customer with more of them is parsed. */
const maxNames = 64;

const nothing: Uint8Array = new Uint8Array();
const noView: DataView = /* @__PURE__ */ new DataView(new ArrayBuffer(0));

/** Scans one customer after the other, and remembers which field followed which. */
export class CustomerScanner {
  /** Where the value of the marked field begins and ends in the last customer; both are 0 if it has none. */
  markStart = 0;
  /** See `markStart`. */
  markEnd = 0;
  readonly #mark: number;
  readonly #customer = makeFields(customerFields);
  readonly #address = makeFields(addressFields);
  readonly #surname = this.#customer.find(({ kind }) => kind === "surname")?.bit ?? 0;
  /** Starts and ends of the names of the custom fields, in turn. */
  readonly #names: Array<number> = [];
  #bytes = nothing;
  #end = 0;
  #at = 0;
  #view = noView;
  #isLoose = false;

  /** `mark`: a field of customers whose value is to be found. */
  constructor(mark?: string) {
    const names = Object.keys(customerFields);
    this.#mark = mark === undefined ? 0 : this.#customer[names.indexOf(mark)]?.bit ?? 0;
  }

  /** The end of the customer that begins at `start`, or 0 if none is recognized before `end`. */
  endOfCustomer(bytes: Uint8Array, start: number, end: number): number {
    this.#isLoose = false;
    return this.#scan(bytes, start, end);
  }

  /** The same for a customer that may be written loosely: `writeExactly` writes it as `JSON.stringify` does. */
  endOfLoose(bytes: Uint8Array, start: number, end: number): number {
    this.#isLoose = true;
    return this.#scan(bytes, start, end);
  }

  #scan(bytes: Uint8Array, start: number, end: number): number {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#at = start;
    this.#end = Math.min(end, bytes.length);
    this.markStart = 0;
    this.markEnd = 0;
    const found = this.#fields(this.#customer);
    this.#bytes = nothing;
    this.#view = noView;
    return (found & this.#surname) !== 0 && this.#at <= end ? this.#at : 0;
  }

  /** Scans an object and returns its fields as bits; 0 if it has none, or a field stands in it twice. */
  #fields(fields: ReadonlyArray<Field>): number {
    if (!this.#skip(objectStart)) return 0;
    let found = 0;
    // The last field remembers the first one as its follower.
    let before = fields[fields.length - 1];
    do {
      const field = this.#fieldAfter(before, fields);
      if (field === undefined || (found & field.bit) !== 0) return 0;
      if (this.#isLoose) this.#skip(space);
      const start = this.#at;
      if (!this.#value(field.kind)) return 0;
      if (field.bit === this.#mark && fields === this.#customer) {
        this.markStart = start;
        this.markEnd = this.#at;
      }
      found |= field.bit;
      before = field;
    } while (this.#skipComma());
    return this.#skip(objectEnd) ? found : 0;
  }

  #fieldAfter(before: Field, fields: ReadonlyArray<Field>): Field | undefined {
    const { follower } = before;
    if (follower !== undefined && this.#skipName(follower)) return follower;
    return before.follower = this.#fieldOf(fields);
  }

  #fieldOf(fields: ReadonlyArray<Field>): Field | undefined {
    for (const field of fields) {
      if (this.#skipName(field)) return field;
    }
    return undefined;
  }

  #value(kind: FieldKind): boolean {
    switch (kind) {
      case "surname":
        return this.#textWith(isPrinted);
      case "text":
        return this.#text();
      case "texts":
        return this.#oneOrMany(false);
      case "phones":
        return this.#oneOrMany(true);
      case "id":
        return this.#text() || this.#number();
      case "flag":
        return this.#skipAll(words.true) || this.#skipAll(words.false);
      case "customFields":
        return this.#customFields();
      case "address":
        return this.#fields(this.#address) !== 0;
    }
  }

  #text(): boolean {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.#at;
    if (bytes[at] !== quote) return false;
    while (++at < end) {
      const byte = bytes[at];
      if (plain[byte] === 1) continue;
      if (byte === quote) {
        this.#at = at + 1;
        return true;
      }
      if (byte === backslash) {
        const more = escapes.has(bytes[at + 1]) ? 1 : this.#isLoose ? escapedLength(bytes, at) : 0;
        if (more === 0) return false;
        at += more;
      } else {
        const more = byte < 0x80 ? 0 : continuationBytes(bytes, at);
        if (more === 0) return false;
        at += more;
      }
    }
    return false;
  }

  /** A text with at least one wanted byte. */
  #textWith(isWanted: (byte: number) => boolean): boolean {
    const start = this.#at;
    if (!this.#text()) return false;
    for (let at = start + 1; at < this.#at - 1; at++) {
      if (this.#bytes[at] !== backslash) {
        if (isWanted(this.#bytes[at])) return true;
      } else if (this.#bytes[at + 1] !== letterU) at++;
      // An escaped letter is printed, and is no digit that counts here.
      else if (isWanted === isPrinted) return true;
      else at += 5;
    }
    return false;
  }

  #oneOrMany(arePhones: boolean): boolean {
    if (!this.#skip(listStart)) return this.#one(arePhones);
    do {
      if (!this.#one(arePhones)) return false;
    } while (this.#skipComma());
    return this.#skip(listEnd);
  }

  #one(isPhone: boolean): boolean {
    return isPhone ? this.#textWith(isDigit) : this.#text();
  }

  /** A whole number with at most 15 digits, which a double holds exactly. */
  #number(): boolean {
    const isNegative = this.#skip(minus);
    const start = this.#at;
    while (isDigit(this.#bytes[this.#at])) this.#at++;
    const length = this.#at - start;
    if (this.#bytes[start] === zero) return length === 1 && !isNegative;
    return length > 0 && length <= 15;
  }

  /** Names that begin with a digit are not recognized: `JSON.stringify` writes integer names first. */
  #customFields(): boolean {
    if (!this.#skip(objectStart)) return false;
    const names = this.#names;
    let count = 0;
    let spelling = 0;
    do {
      const start = this.#at;
      if (isDigit(this.#bytes[start + 1]) || !this.#text()) return false;
      if (count === 2 * maxNames) return false;
      for (let i = 0; i < count; i += 2) {
        if (this.#isSame(names[i], names[i + 1], start, this.#at)) return false;
      }
      names[count++] = start;
      names[count++] = this.#at;
      // Names that are spelled in two ways can't be compared by their bytes.
      if (this.#isLoose) spelling |= spellingOf(this.#bytes, start, this.#at);
      if (spelling === mixedSpelling) return false;
      if (!this.#skip(colon)) return false;
      if (this.#isLoose) this.#skip(space);
      if (!this.#customValue()) return false;
    } while (this.#skipComma());
    return this.#skip(objectEnd);
  }

  #customValue(): boolean {
    return this.#text() || this.#skipAll(words.true) || this.#skipAll(words.false) ||
      this.#skipAll(words.null) || this.#number();
  }

  #isSame(from: number, to: number, start: number, end: number): boolean {
    if (to - from !== end - start) return false;
    for (let i = 0; i < end - start; i++) {
      if (this.#bytes[from + i] !== this.#bytes[start + i]) return false;
    }
    return true;
  }

  #skipComma(): boolean {
    if (!this.#skip(comma)) return false;
    if (this.#isLoose) this.#skip(space);
    return true;
  }

  #skip(byte: number): boolean {
    if (this.#bytes[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }

  #skipName({ length, words }: Field): boolean {
    const at = this.#at;
    const last = words.length - 1;
    if (at + length > this.#end || this.#view.getInt32(at + length - 4) !== words[last]) {
      return false;
    }
    for (let i = 0; i < last; i++) {
      if (this.#view.getInt32(at + 4 * i) !== words[i]) return false;
    }
    this.#at = at + length;
    return true;
  }

  #skipAll(expected: Uint8Array): boolean {
    const bytes = this.#bytes;
    const at = this.#at;
    const { length } = expected;
    for (let i = 0; i < length; i++) {
      if (bytes[at + i] !== expected[i]) return false;
    }
    this.#at = at + length;
    return true;
  }
}

const isDigit = (byte: number): boolean => byte >= zero && byte <= nine;
const isPrinted = (byte: number): boolean => byte > 0x20;
