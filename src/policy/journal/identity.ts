/**
 * What makes a customer the same one in two runs: its key. And what makes it the same as it was: the fingerprint of
 * its content.
 *
 * A customer that can be looked up is known by what it is looked up by: its identifier, unless the caller names
 * something else. Any other customer is known by its content, so that it is another one once a value was corrected.
 *
 * @module
 */
import type { BatchItem } from "../../batch/item.ts";
import type { Lookup } from "../../call/lookup.ts";
import { sha256Hex } from "../../internal/sha256.ts";
import { type KeyOf, lookupOf } from "../reconcile/lookups.ts";
import { nameOf } from "../reconcile/same_key.ts";
import { canonical } from "./canonical.ts";
import type { Claim } from "./store.ts";

/** Length of a key: 128 bits in hexadecimal. */
const keyLength = 32;
/** Length of a fingerprint: 64 bits. */
const printLength = 16;

/** What makes a customer the same one, and what it is looked up by, if it can be. */
export interface Identity {
  readonly claim: Claim;
  readonly lookup: Lookup | undefined;
}

/** The key of a customer that can be looked up. */
export const keyOfLookup = (lookup: Lookup): string =>
  sha256Hex(nameOf(lookup)).slice(0, keyLength);

/** The identity of a customer. The key is asked once: it may be a function that changes its mind. */
export const identityOf = (item: BatchItem, keyOf: KeyOf): Identity => {
  // Read once: some items parse their JSON each time.
  const { customer } = item;
  const content = sha256Hex(canonical(customer));
  const lookup = lookupOf({ customer }, keyOf);
  const key = lookup === undefined ? content.slice(0, keyLength) : keyOfLookup(lookup);
  return {
    claim: { key, print: content.slice(-printLength) },
    lookup,
  };
};
