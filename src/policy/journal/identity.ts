/**
 * What makes a customer the same one in two runs: its key. And what makes it the same as it was: the fingerprint of
 * its content.
 *
 * A customer that can be looked up is known by what it is looked up by: its identifier, unless the caller names
 * something else. Any other customer is known by its content, so that it is another one once a value was corrected.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { BatchItem } from "../../batch/item.ts";
import type { Lookup } from "../../call/lookup.ts";
import { type KeyOf, lookupOf } from "../reconcile/lookups.ts";
import { nameOf } from "../reconcile/same_key.ts";
import type { Claim } from "./store.ts";

const encoder = /* @__PURE__ */ new TextEncoder();
const hash = (text: string): string => bytesToHex(sha256(encoder.encode(text)));

/** Length of a key: 128 bits in hexadecimal. */
const keyLength = 32;
/** Length of a fingerprint: 64 bits. */
const printLength = 16;

/** What makes a customer the same one, and what it is looked up by, if it can be. */
export interface Identity {
  readonly claim: Claim;
  readonly lookup: Lookup | undefined;
}

/** The identity of a customer. The key is asked once: it may be a function that changes its mind. */
export const identityOf = (item: BatchItem, keyOf: KeyOf): Identity => {
  const content = hash(canonical(item.customer));
  const lookup = lookupOf(item, keyOf);
  const key = lookup === undefined ? content : hash(nameOf(lookup));
  return {
    claim: { key: key.slice(0, keyLength), print: content.slice(-printLength) },
    lookup,
  };
};

/** JSON with the fields in one order: a list whose columns were moved has the same customers. */
const canonical = (value: unknown): string => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const fields = Object.entries(value).sort(([one], [other]) => one < other ? -1 : 1);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join()}}`;
};
