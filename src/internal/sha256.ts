/**
 * SHA-256 of texts. Deno, Node and some other runtimes bring a fast one; elsewhere it is computed in JavaScript. Both
 * must give the same: journals that are kept for months name customers by it.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** Gives the SHA-256 of a text in UTF-8, in hexadecimal. */
export type Sha256 = (text: string) => string;

const encoder = /* @__PURE__ */ new TextEncoder();

/** In JavaScript. */
export const portableSha256: Sha256 = (text) => bytesToHex(sha256(encoder.encode(text)));

interface NodeCrypto {
  readonly hash?: (algorithm: "sha256", text: string, encoding: "hex") => string;
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
  : (text) => nodeHash("sha256", text, "hex");
