/**
 * A customer as JSON that is known to be good: bytes of an input to which `CustomerScanner` said yes, or what this
 * module wrote. It goes out as it stands, and is parsed only when somebody asks what is in it.
 *
 * @module
 */
import type { Customer } from "./customer.ts";

const decoder = new TextDecoder();

/** The JSON of a customer who keeps the contract's rules, exactly as `JSON.stringify` writes it. */
export class CustomerJson {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;

  /** Takes part of some bytes, which must not change any more. */
  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }

  /** Length in bytes. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Whether it stands behind another one in the same bytes, with one byte between them. */
  follows(previous: CustomerJson): boolean {
    return this.#bytes === previous.#bytes && this.#start === previous.#end + 1;
  }

  /** The JSON in UTF-8; up to the end of another one, with all that stands between them. */
  bytesUpTo(last: CustomerJson): Uint8Array {
    return this.#bytes.subarray(this.#start, last.#end);
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
