/**
 * Fingerprints of a row, as a journal stores them in one text: that of the row's content, and after it that of the row's
 * JSON, if the journal has read the row. `format.md` specifies both.
 *
 * Rows with the same JSON have the same content, and whether the JSON is the same is found out without parsing it. Rows
 * with the same content may be written in several ways.
 *
 * @module
 */
import { type BatchItem, GivenItem } from "../../batch/item.ts";
import type { Customer } from "../../customer/model.ts";
import { sha256Hex } from "../../internal/sha256.ts";
import { canonical } from "./canonical.ts";

/** Length of the fingerprint of a content: 64 bits in hexadecimal. */
const contentLength = 16;
/** Length of the fingerprint of a JSON: 128 bits. */
const jsonLength = 32;

/** The SHA-256 of a customer's content. */
export const hashOf = (customer: Customer): string => sha256Hex(canonical(customer));

/** The fingerprint of a content, from its SHA-256. */
export const contentIn = (hash: string): string => hash.slice(-contentLength);

/** The fingerprint of a row's JSON, byte for byte. */
export const jsonPrintOf = (item: BatchItem): string => {
  const json = item instanceof GivenItem ? item.given.bytesUpTo(item.given) : item.json;
  return sha256Hex(json).slice(0, jsonLength);
};

/** The fingerprint of the content. */
export const contentOf = (print: string): string => print.slice(0, contentLength);

/** The fingerprint of the JSON; empty if it is not known. */
export const jsonOf = (print: string): string => print.slice(contentLength);

/** Whether two rows have the same content. Of an empty fingerprint it is not known. */
export const isSameContent = (one: string, other: string): boolean =>
  one !== "" && contentOf(one) === contentOf(other);
