/**
 * Fingerprints tell texts apart without keeping them.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

const encoder = /* @__PURE__ */ new TextEncoder();

/** The first 64 bits of the SHA-256 of a text, in hex. */
export const fingerprintOf = (text: string): string =>
  bytesToHex(sha256(encoder.encode(text)).subarray(0, 8));
