/**
 * Reads Thulium's answer to a batch: one outcome per customer, whatever the answer lacks. A
 * customer about whom nothing readable was said is `Unknown`, never a success.
 *
 * @module
 */
import * as Result from "effect/Result";
import { type AnswerFault, deliveryOf, isRetryLater } from "./delivery.ts";
import { Outcome } from "./outcome.ts";
import { parseJson } from "./json.ts";

type Entries = { readonly [key: string]: unknown };

/**
 * Reads the body of a 2xx answer to a batch of `count` customers.
 *
 * The page shows an object keyed by position; a PHP server turns a gapless one into an array, so both
 * forms are taken. An answer whose entries can't be matched with the customers for sure counts as
 * unreadable: positions that were not asked for, an array of another length, a status that stands twice.
 * Keys that are no positions are passed over.
 */
export const readAnswer = (
  text: string,
  count: number,
): Result.Result<ReadonlyArray<Outcome>, AnswerFault> => {
  const entries = parseJson(text);
  if (entries === undefined) return Result.fail("not-json");
  if (!isObject(entries)) return Result.fail("wrong-shape");
  const positions = Array.from({ length: count }, (_, i) => String(i));
  if (isAmbiguous(entries, text, count)) return Result.fail("wrong-shape");
  return Result.succeed(
    positions.map((key) => outcomeOfEntry(Object.hasOwn(entries, key) ? entries[key] : undefined)),
  );
};

const isObject = (value: unknown): value is Entries => typeof value === "object" && value !== null;

/** `JSON.parse` keeps the last one of two equal keys, so a doubled status shows in the text alone. */
const isAmbiguous = (entries: Entries, text: string, count: number): boolean => {
  const values = Object.values(entries);
  const statuses = values.filter((entry) => isObject(entry) && "http_status" in entry).length;
  return (Array.isArray(entries) && values.length !== count) ||
    Object.keys(entries).some((key) => isStrayPosition(key, count)) ||
    (text.match(/"http_status"\s*:/g)?.length ?? 0) !== statuses;
};

const isStrayPosition = (key: string, count: number): boolean =>
  /^-?\d+$/.test(key) && !(String(Number(key)) === key && Number(key) >= 0 && Number(key) < count);

const outcomeOfEntry = (entry: unknown): Outcome => {
  const { customer_id: id, http_status: given, message } = isObject(entry) ? entry : {};
  const status = typeof given === "number" && Number.isInteger(given) ? given : undefined;
  if (isSuccess(status) && isId(id)) return Outcome.created(String(id));
  if (status === undefined || isId(id) || deliveryOf({ at: "item", status }) === "unknown") {
    return Outcome.unknown(doubt(status));
  }
  return isRetryLater(status)
    ? Outcome.notSent(`Thulium asked to send this customer later (status ${status})`, status)
    : Outcome.rejected(status, isText(message) ? message : "Thulium gave no reason");
};

const isSuccess = (status: number | undefined): boolean =>
  status !== undefined && status >= 200 && status < 300;

const doubt = (status: number | undefined): string => {
  if (status === undefined) return "Thulium's answer has no status for this customer";
  return isSuccess(status)
    ? `Thulium's answer has no customer_id for this customer (status ${status})`
    : `Thulium failed at this customer (status ${status})`;
};

const isText = (message: unknown): message is string =>
  typeof message === "string" && message !== "";

const isId = (id: unknown): id is string | number =>
  (typeof id === "string" && id.trim() !== "") ||
  (typeof id === "number" && Number.isSafeInteger(id) && id > 0);
