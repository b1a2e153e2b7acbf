/**
 * The checksum of ZIP. Damage can leave valid text behind, with other values in it; only the checksum tells.
 *
 * @module
 */

const tableOf = (): Int32Array =>
  Int32Array.from({ length: 256 }, (_, byte) => {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum & 1) === 1 ? sum >>> 1 ^ 0xedb88320 : sum >>> 1;
    return sum;
  });

const table = /* @__PURE__ */ tableOf();

/** The checksum of bytes that come in pieces. */
export class Crc32 {
  #sum = -1;

  /** Adds a piece. */
  add(bytes: Uint8Array): void {
    let sum = this.#sum;
    for (let i = 0; i < bytes.length; i++) sum = table[(sum ^ bytes[i]) & 0xff] ^ sum >>> 8;
    this.#sum = sum;
  }

  /** The checksum of what was added. */
  get value(): number {
    return (this.#sum ^ -1) >>> 0;
  }
}
