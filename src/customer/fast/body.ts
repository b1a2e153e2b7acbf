/**
 * The fast path for JSON bodies: takes a body apart without parsing it, if it is written exactly as this
 * module writes bodies and every customer in it is recognized.
 *
 * @module
 */
import { envelopeEnd, envelopeStart } from "../envelope.ts";
import { CustomerJson } from "../json.ts";
import { CustomerScanner } from "./scanner.ts";

const comma = 0x2c;
const scanner = new CustomerScanner();
const encoder = new TextEncoder();
const startBytes = encoder.encode(envelopeStart);
const endBytes = encoder.encode(envelopeEnd);

/**
 * The customers of a body, or `undefined` if the body must be parsed. The bytes must not change
 * afterwards.
 */
export const scanBody = (bytes: Uint8Array): ReadonlyArray<CustomerJson> | undefined => {
  if (!isAt(bytes, 0, startBytes)) return undefined;
  const customers: Array<CustomerJson> = [];
  let at = startBytes.length - 1;
  do {
    const from = at + 1;
    at = scanner.endOfCustomer(bytes, from, bytes.length);
    if (at === 0) return undefined;
    customers.push(new CustomerJson(bytes, from, at));
  } while (bytes[at] === comma);
  return isAt(bytes, at, endBytes) && at + endBytes.length === bytes.length ? customers : undefined;
};

const isAt = (bytes: Uint8Array, at: number, expected: Uint8Array): boolean =>
  expected.every((byte, i) => bytes[at + i] === byte);
