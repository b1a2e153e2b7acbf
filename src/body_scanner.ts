/**
 * The quick way through a JSON body: one that is written exactly as this module writes bodies, with customers
 * that `CustomerScanner` says yes to, is taken apart without being parsed, and its customers go out as they
 * stand.
 *
 * @module
 */
import { bodyEnd, bodyStart } from "./batch_body.ts";
import { CustomerJson } from "./customer_json.ts";
import { CustomerScanner } from "./customer_scanner.ts";

const comma = 0x2c;
const scanner = new CustomerScanner();
const encoder = new TextEncoder();
const startBytes = encoder.encode(bodyStart);
const endBytes = encoder.encode(bodyEnd);

/**
 * The customers of a body, if it is written so; `undefined` if it must be parsed to know. The bytes must not
 * change any more.
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
