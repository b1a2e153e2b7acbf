/**
 * Collects bytes that come in pieces of any size. It keeps a copy of each piece, in memory that grows with what was
 * added and with nothing else. Work is linear: over its whole life a byte is copied less than three times.
 *
 * @module
 */

const smallest = 256;

/** Every empty buffer begins with it, because even an empty array costs a request a microsecond. */
const noMemory = new Uint8Array();

/** Bytes that grow at their end. */
export class ByteBuffer {
  #memory = noMemory;
  #length = 0;

  /** How many bytes were added. */
  get length(): number {
    return this.#length;
  }

  /** Adds a copy of a piece. */
  add(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    // The first piece is often the only one: its copy need not be filled with zeros first.
    if (this.#length === 0 && length >= smallest) this.#memory = new Uint8Array(piece);
    else {
      if (length > this.#memory.length) this.#grow(length);
      this.#memory.set(piece, this.#length);
    }
    this.#length = length;
  }

  /** Returns all bytes, which do not change any more, and is empty again. */
  take(): Uint8Array {
    const bytes = this.#memory.subarray(0, this.#length);
    this.#memory = noMemory;
    this.#length = 0;
    return bytes;
  }

  #grow(length: number): void {
    const memory = new Uint8Array(Math.max(length, 2 * this.#memory.length, smallest));
    memory.set(this.#memory.subarray(0, this.#length));
    this.#memory = memory;
  }
}
