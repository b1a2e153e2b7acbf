/**
 * A customer as JSON that is known to be valid: a part of the input that a fast path recognized, or JSON
 * that this module wrote. It goes out byte for byte, and is parsed only when somebody asks for its fields.
 *
 * @module
 */
import type { Customer } from "./model.ts";

const decoder = new TextDecoder();

/** The JSON of a customer that keeps the contract's rules, exactly as `JSON.stringify` writes it. */
export class CustomerJson {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;

  /** Takes a part of some bytes, which must not change afterwards. */
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  /** Length in bytes. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Whether it follows another one in the same bytes, with one byte between them. */
  follows(previous: CustomerJson): boolean {
    return this.#bytes === previous.#bytes && this.#start === previous.#end + 1;
  }

  /** The bytes from the start of this one to the end of another one. */
  bytesUpTo(last: CustomerJson): Uint8Array {
    return this.#bytes.subarray(this.#start, last.#end);
  }

  /** Whether this byte stands right after it. */
  isBefore(byte: number): boolean {
    return this.#bytes[this.#end] === byte;
  }

  /** The bytes to the end of another one, with so many bytes around them; `undefined` if there are not so many. */
  around(last: CustomerJson, before: number, after: number): Uint8Array | undefined {
    const [start, end] = [this.#start - before, last.#end + after];
    return start < 0 || end > this.#bytes.length ? undefined : this.#bytes.subarray(start, end);
  }

  /** The JSON. */
  get text(): string {
    return decoder.decode(this.bytesUpTo(this));
  }

  /** The customer. */
  get customer(): Customer {
    return JSON.parse(this.text);
  }
}
