/**
 * The JSON body of a batch's request, put together from the customers' JSON without encoding it again.
 *
 * @module
 */
import { envelopeEnd, envelopeStart } from "../customer/envelope.ts";
import { type AnyItem, GivenItem } from "./item.ts";
import type { Batch } from "./model.ts";

const comma = 0x2c;

const encoder = new TextEncoder();
const startBytes = encoder.encode(envelopeStart);
const endBytes = encoder.encode(envelopeEnd);

/** The body, in UTF-8. Each customer's JSON is encoded into its place: joined as text first it takes half as long again. */
export const bodyOf = ({ bytes, items }: Batch): Uint8Array<ArrayBuffer> =>
  asItCame(items) ?? bytesOf(items, bytes);

type Items = ReadonlyArray<AnyItem>;

/** A body of the input that is what would be sent: it is not copied, which saves a tenth of a handler's call. */
const asItCame = (items: Items): Uint8Array<ArrayBuffer> | undefined => {
  const [first, last] = [items[0], items[items.length - 1]];
  if (lastOfRun(items, 0) !== items.length - 1) return undefined;
  if (!(first instanceof GivenItem && last instanceof GivenItem)) return undefined;
  const body = first.given.around(last.given, startBytes.length, endBytes.length);
  const isSame = body !== undefined && isAt(body, 0, startBytes) &&
    isAt(body, body.length - endBytes.length, endBytes) &&
    items.every((item) => item === last || item instanceof GivenItem && item.given.isBefore(comma));
  return isSame && body.buffer instanceof ArrayBuffer
    ? new Uint8Array(body.buffer, body.byteOffset, body.length)
    : undefined;
};

/**
 * Customers that follow each other in the input, as lines do, are copied in one piece. The byte after
 * each customer then becomes a comma, and the end of the body replaces the last comma.
 */
const bytesOf = (items: Items, bytes: number): Uint8Array<ArrayBuffer> => {
  const body = new Uint8Array(bytes);
  encoder.encodeInto(envelopeStart, body);
  let at = envelopeStart.length;
  for (let first = 0; first < items.length;) {
    const last = lastOfRun(items, first);
    copyRun(body, at, items[first], items[last]);
    for (let i = first; i <= last; i++) {
      at += items[i].bytes;
      body[at++] = comma;
    }
    first = last + 1;
  }
  encoder.encodeInto(envelopeEnd, body.subarray(at - 1));
  return body;
};

const isAt = (bytes: Uint8Array, at: number, expected: Uint8Array): boolean =>
  expected.every((byte, i) => bytes[at + i] === byte);

const lastOfRun = (items: Items, first: number): number => {
  let last = first;
  while (last + 1 < items.length && isNext(items[last], items[last + 1])) last++;
  return last;
};

const isNext = (item: AnyItem, other: AnyItem): boolean =>
  item instanceof GivenItem && other instanceof GivenItem && other.given.follows(item.given);

const copyRun = (body: Uint8Array, at: number, first: AnyItem, last: AnyItem): void => {
  if (first instanceof GivenItem && last instanceof GivenItem) {
    body.set(first.given.bytesUpTo(last.given), at);
  } else if (encoder.encodeInto(first.json, body.subarray(at)).written !== first.bytes) {
    throw new TypeError("an item's bytes must be the length of its JSON");
  }
};
