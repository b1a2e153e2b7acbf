/**
 * What stands around the customers in a request's body: `{"customers":[…]}`.
 *
 * @module
 */

/** What stands before the first customer. */
export const envelopeStart = '{"customers":[';
/** What stands after the last customer. */
export const envelopeEnd = "]}";

/** Length in bytes of a body with this many customers, whose JSON is `bytes` long in all. */
export const bodyLength = (customers: number, bytes: number): number =>
  envelopeStart.length + bytes + (customers - 1) + envelopeEnd.length;
