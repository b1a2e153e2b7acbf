/**
 * SHA-256 of texts, and of bytes. Deno, Node and some other runtimes bring a fast one; elsewhere it is computed in
 * JavaScript. Both must give the same: journals that are kept for months name customers by it.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** Gives the SHA-256 of bytes, or of a text in UTF-8, in hexadecimal. */
export type Sha256 = (data: string | Uint8Array) => string;

const encoder = /* @__PURE__ */ new TextEncoder();

/** In JavaScript. */
export const portableSha256: Sha256 = (data) =>
  bytesToHex(sha256(typeof data === "string" ? encoder.encode(data) : data));

interface NodeCrypto {
  readonly hash?: (algorithm: "sha256", data: string | Uint8Array, encoding: "hex") => string;
}

interface WithNodeModules {
  readonly process?: { readonly getBuiltinModule?: (id: "node:crypto") => NodeCrypto | undefined };
}

/** By the runtime. Not imported, so that a bundle for browsers needs no `node:crypto`. */
const nodeHash =
  /* @__PURE__ */ (() =>
    (globalThis as WithNodeModules).process?.getBuiltinModule?.("node:crypto")?.hash)();

/** By the runtime, if it has it. */
export const sha256Hex: Sha256 = nodeHash === undefined
  ? portableSha256
  : (data) => nodeHash("sha256", data, "hex");
