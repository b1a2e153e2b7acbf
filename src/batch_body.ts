/**
 * The JSON body of a batch's request: customers' JSON, put together without being read again.
 *
 * @module
 */
import type { Batch } from "./batch.ts";
import { type BatchItem, GivenItem } from "./batch_item.ts";
import { CustomerJson } from "./customer_json.ts";

/** What stands before the customers of a body. */
export const bodyStart = '{"customers":[';
/** What stands behind them. */
export const bodyEnd = "]}";

const comma = 0x2c;

const encoder = new TextEncoder();

/** Length in bytes of a body that holds customers of `bytes` in all. */
export const bodyLength = (count: number, bytes: number): number =>
  bodyStart.length + bytes + (count - 1) + bodyEnd.length;

/** The JSON body of a batch's request, as text or as bytes of UTF-8, whichever is nearer. */
export const bodyOf = (batch: Batch): string | Uint8Array<ArrayBuffer> =>
  batch.items.some((item) => item instanceof GivenItem)
    ? bytesOf(batch)
    : `${bodyStart}${batch.items.map(({ json }) => json).join(",")}${bodyEnd}`;

/**
 * Customers that stand one behind the other in the input, as lines do, are copied at once. Then the byte behind
 * each becomes a comma, and the last comma gives way to the end.
 */
const bytesOf = ({ bytes, items }: Batch): Uint8Array<ArrayBuffer> => {
  const body = new Uint8Array(bytes);
  encoder.encodeInto(bodyStart, body);
  let at = bodyStart.length;
  for (let first = 0; first < items.length;) {
    const last = lastOfRun(items, first);
    copyRun(body, at, items[first], items[last]);
    for (let i = first; i <= last; i++) {
      at += items[i].bytes;
      body[at++] = comma;
    }
    first = last + 1;
  }
  encoder.encodeInto(bodyEnd, body.subarray(at - 1));
  return body;
};

const lastOfRun = (items: Batch["items"], first: number): number => {
  let last = first;
  while (last + 1 < items.length && isNext(items[last], items[last + 1])) last++;
  return last;
};

const isNext = (item: BatchItem, other: BatchItem): boolean =>
  item instanceof GivenItem && other instanceof GivenItem && other.given.follows(item.given);

const copyRun = (body: Uint8Array, at: number, first: BatchItem, last: BatchItem): void => {
  if (first instanceof GivenItem && last instanceof GivenItem) {
    body.set(first.given.bytesUpTo(last.given), at);
  } else if (encoder.encodeInto(first.json, body.subarray(at)).written !== first.bytes) {
    throw new TypeError("an item's bytes must be the length of its JSON");
  }
};

/** The same customers, numbered by their places, with their JSON in one piece of bytes: what waits should be small. */
export const compact = (batch: Batch): Array<BatchItem> => {
  const body = bodyOf(batch);
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  let end = bodyStart.length - 1;
  return batch.items.map((item, place) => {
    const start = end + 1;
    end = start + item.bytes;
    return new GivenItem(place, new CustomerJson(bytes, start, end));
  });
};
