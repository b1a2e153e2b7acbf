/**
 * What the check of a file proved of its lines, so that the import need not prove it once more. Of each chunk it knows a
 * checksum, and whether all lines that end in the chunk are customers as `JSON.stringify` writes them.
 *
 * **The file may be another one by now.** A line is taken as known only if its chunk, and all chunks before it, have
 * the length and the checksum that they had: after the first difference nothing is known.
 *
 * It saves an eighth of the import's time, for some bytes for each 256 KB of the file.
 *
 * @module
 */

/** Of more chunks nothing is noted. */
const maxChunks = 262_144;

interface Known {
  readonly length: number;
  readonly checksum: number;
  readonly isExact: boolean;
}

/** The chunks of one input. */
export class KnownChunks {
  #checksumOf: (bytes: Uint8Array) => number = () => 0;
  #chunks: Array<Known> = [];

  /** The first chunk comes next. `checksumOf` is the platform's CRC-32. */
  begin(checksumOf: (bytes: Uint8Array) => number): void {
    this.#checksumOf = checksumOf;
    this.#chunks = [];
  }

  /** Notes the next chunk. `isExact`: all lines that end in it are customers as `JSON.stringify` writes them. */
  note(chunk: Uint8Array, isExact: boolean): void {
    if (this.#chunks.length === maxChunks) return;
    const checksum = this.#checksumOf(chunk);
    this.#chunks.push({ length: chunk.length, checksum, isExact });
  }

  /** Compares chunks with those that were noted, from the first one on. Tells of each whether its lines are known. */
  compare(): (chunk: Uint8Array) => boolean {
    let at = 0;
    return (chunk) => {
      const known = this.#chunks[at];
      const isSame = known !== undefined && known.length === chunk.length &&
        known.checksum === this.#checksumOf(chunk);
      at = isSame ? at + 1 : Infinity;
      return isSame && known.isExact;
    };
  }
}
