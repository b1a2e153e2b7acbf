/**
 * A log in pages: texts, one after the other, each from the beginning of a page on. `format.md` specifies it.
 *
 * A text counts if it is whole and follows the text that its writer knew as the last one. So what a power cut left half
 * written was never there, and neither was what followed it. A text also says how many pages were durable before it: if one
 * of those does not count any more, the file is damaged, and must not be used.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { LogPages } from "./log_pages.ts";

/** Beginning of a text: the log's id, the text's digest, its length, and the number of durable pages. */
const header = { id: 0, digest: 16, length: 32, durable: 36, end: 40 } as const;

/** Texts that are appended to pages. */
export class Log {
  readonly #pages: LogPages;
  #id: Buffer = Buffer.alloc(0);
  /** The digest of the last text. */
  #last: Buffer = this.#id;
  /** How many pages have texts, and how many of them are durable for certain. */
  #end = 0;
  #durable = 0;

  /** No text is known yet. */
  constructor(pages: LogPages) {
    this.#pages = pages;
  }

  /** Begins with the log that has this id: 32 hexadecimal digits. Texts of others do not count. */
  begin(id: string): void {
    this.#id = Buffer.from(id, "hex");
    this.#last = this.#id;
    this.#end = 0;
    this.#durable = 0;
  }

  /** The texts that others appended since the last one that is known here. */
  *news(): Generator<string> {
    for (let text = this.#next(); text !== undefined; text = this.#next()) yield text;
  }

  #next(): string | undefined {
    const { count, room } = this.#pages;
    if (this.#end === count) return undefined;
    const first = Buffer.from(this.#pages.read(this.#end, room).buffer);
    if (!this.#isMine(first)) return undefined;
    const length = header.end + first.readUInt32BE(header.length);
    if (length > (count - this.#end) * room) return undefined;
    const whole = length <= room
      ? first.subarray(0, length)
      : Buffer.from(this.#pages.read(this.#end, length).buffer);
    const digest = this.#digestOf(whole);
    if (!digest.equals(whole.subarray(header.digest, header.length))) return undefined;
    this.#went(length, digest);
    return whole.toString("utf8", header.end);
  }

  /** Throws if a text does not count any more that was durable. To be asked after all texts were read. */
  check(): void {
    for (let page = this.#end; page < this.#pages.count; page++) {
      const start = Buffer.from(this.#pages.read(page, header.end).buffer);
      if (this.#isMine(start) && start.readUInt32BE(header.durable) > this.#end) {
        throw new Error("the log is damaged");
      }
    }
  }

  /** Appends a text, if there is room for it. It is durable after a `sync` that begins later. */
  append(text: string): boolean {
    const bytes = Buffer.concat([Buffer.alloc(header.end), Buffer.from(text)]);
    if (bytes.length > (this.#pages.count - this.#end) * this.#pages.room) return false;
    this.#id.copy(bytes, header.id);
    bytes.writeUInt32BE(bytes.length - header.end, header.length);
    bytes.writeUInt32BE(this.#durable, header.durable);
    const digest = this.#digestOf(bytes);
    digest.copy(bytes, header.digest);
    this.#pages.write(this.#end, bytes);
    this.#went(bytes.length, digest);
    return true;
  }

  /** Resolves when all texts are durable. */
  async sync(): Promise<void> {
    const [id, end] = [this.#id, this.#end];
    await this.#pages.sync();
    if (id === this.#id) this.#durable = end;
  }

  #isMine(page: Buffer): boolean {
    return page.subarray(header.id, header.digest).equals(this.#id);
  }

  #digestOf(text: Buffer): Buffer {
    return createHash("sha256").update(this.#last).update(text.subarray(header.length)).digest()
      .subarray(0, header.length - header.digest);
  }

  #went(length: number, digest: Buffer): void {
    this.#end += Math.ceil(length / this.#pages.room);
    this.#last = digest;
  }
}
