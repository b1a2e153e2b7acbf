/**
 * The pages of a journal's file that SQLite keeps for the log and never writes: they are one value of a table which nothing
 * changes. So what is written there needs no rollback journal, and is durable after one wait for the disk instead of five.
 *
 * Only who holds SQLite's lock on the file may read or write here. While one connection of a process is open, another thread
 * of it must not close the file: the system would end all locks that the process has on it.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { closeSync, fdatasync, openSync, readSync, writeSync } from "node:fs";

/** "B-tree Pages" in https://sqlite.org/fileformat.html */
const isLeafOfTable = 13;
const pointerLength = 4;

/** The pages of a log. */
export class LogPages {
  readonly #file: number;
  readonly #pageSize: number;
  /** Where the pages begin in the file, in their order. */
  readonly #places: ReadonlyArray<number>;

  private constructor(file: number, pageSize: number, places: ReadonlyArray<number>) {
    this.#file = file;
    this.#pageSize = pageSize;
    this.#places = places;
  }

  /** The pages of the only value in the table that has its root at a page. Throws if there is no such value. */
  static open(path: string, pageSize: number, root: number): LogPages {
    const file = openSync(path, "r+");
    try {
      const placeOf = (page: number) => (page - 1) * pageSize;
      const places: Array<number> = [];
      let page = firstPageIn(readAt(file, placeOf(root), pageSize));
      for (; page !== 0; page = readAt(file, placeOf(page), pointerLength).readUInt32BE()) {
        places.push(placeOf(page));
      }
      return new LogPages(file, pageSize, places);
    } catch (error) {
      closeSync(file);
      throw error;
    }
  }

  /** How many there are. */
  get count(): number {
    return this.#places.length;
  }

  /** How many bytes fit in one. */
  get room(): number {
    return this.#pageSize - pointerLength;
  }

  /** Reads bytes from the beginning of a page on. */
  read(page: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length; done += this.room) {
      const part = bytes.subarray(done, done + this.room);
      fill(this.#file, part, this.#placeOf(page + done / this.room));
    }
    return bytes;
  }

  /** Writes bytes from the beginning of a page on. */
  write(page: number, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; done += this.room) {
      const part = bytes.subarray(done, done + this.room);
      const written = writeSync(
        this.#file,
        part,
        0,
        part.length,
        this.#placeOf(page + done / this.room),
      );
      if (written < part.length) throw new Error("the disk is full");
    }
  }

  #placeOf(page: number): number {
    return this.#places[page] + pointerLength;
  }

  /** Resolves when all that was written is durable. */
  sync(): Promise<void> {
    return new Promise((resolve, reject) =>
      fdatasync(this.#file, (error) => error ? reject(error) : resolve())
    );
  }

  /** The last thing to be done, after the database was closed. */
  close(): void {
    closeSync(this.#file);
  }
}

/** The first page of a long value, by the page that has the beginning of the value. */
const firstPageIn = (page: Buffer): number => {
  if (page[0] !== isLeafOfTable || page.readUInt16BE(3) !== 1) {
    throw new Error("the log has another form");
  }
  const cell = page.readUInt16BE(8);
  const [length, afterLength] = numberAt(page, cell);
  const [, start] = numberAt(page, afterLength);
  const least = Math.floor((page.length - 12) * 32 / 255) - 23;
  const here = least + (length - least) % (page.length - 4);
  return page.readUInt32BE(start + (here <= page.length - 35 ? here : least));
};

/** A number of variable length, and where it ends. */
const numberAt = (page: Buffer, start: number): readonly [number, number] => {
  let value = 0;
  for (let at = start;; at++) {
    value = value * 128 + (page[at] & 127);
    if (page[at] < 128) return [value, at + 1];
  }
};

const readAt = (file: number, place: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  fill(file, bytes, place);
  return bytes;
};

const fill = (file: number, bytes: Uint8Array, place: number): void => {
  const read = readSync(file, bytes, 0, bytes.length, place);
  if (read < bytes.length) throw new Error("the file is shorter than its pages");
};
