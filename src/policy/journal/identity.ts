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
import { isObject } from "../../internal/json.ts";
import { sha256Hex } from "../../internal/sha256.ts";
import type { KeyOf } from "../reconcile/lookups.ts";
import { hasComparableForm, nameOf } from "../reconcile/same_key.ts";
import type { Claim } from "./store.ts";

/** Length of a key: 128 bits in hexadecimal. */
const keyLength = 32;
/** Length of a fingerprint: 64 bits. */
const printLength = 16;

/** The key of a customer, and the fingerprint of its content. */
export const identityOf = ({ customer }: BatchItem, keyOf: KeyOf): Claim => {
  const content = sha256Hex(canonical(customer));
  const lookup = lookupOf(customer, keyOf);
  const key = lookup === undefined ? content : sha256Hex(nameOf(lookup));
  return { key: key.slice(0, keyLength), print: content.slice(-printLength) };
};

/** A customer whose key throws has none. */
const lookupOf = (customer: BatchItem["customer"], keyOf: KeyOf): Lookup | undefined => {
  try {
    const lookup = keyOf(customer);
    return lookup !== undefined && hasComparableForm(lookup) ? lookup : undefined;
  } catch {
    return undefined;
  }
};

/** JSON with the fields in one order: a list whose columns were moved has the same customers. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  let fields = "";
  for (const name of Object.keys(value).sort()) {
    fields += `${fields === "" ? "" : ","}${JSON.stringify(name)}:${canonical(value[name])}`;
  }
  return `{${fields}}`;
};
