/**
 * Checks whether bytes are UTF-8, however they are cut.
 *
 * @module
 */
import { endOfWhole } from "../../format/cut/utf8.ts";
import { joinBytes } from "../../internal/bytes.ts";

/** Checks whether bytes are UTF-8, however they are cut. */
export class Utf8Check {
  readonly #isUtf8: (bytes: Uint8Array) => boolean;
  #rest = new Uint8Array();

  /** Takes the platform's check of whole bytes. */
  constructor(isUtf8: (bytes: Uint8Array) => boolean) {
    this.#isUtf8 = isUtf8;
  }

  /** Whether the bytes are UTF-8 after those before, apart from a character that goes on. */
  add(chunk: Uint8Array): boolean {
    const bytes = this.#rest.length === 0 ? chunk : joinBytes([this.#rest, chunk]);
    const end = endOfWhole(bytes);
    this.#rest = bytes.slice(end);
    return this.#isUtf8(bytes.subarray(0, end));
  }

  /** Whether no character was cut at the end. */
  finish(): boolean {
    return this.#rest.length === 0;
  }
}
