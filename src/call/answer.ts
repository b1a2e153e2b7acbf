/**
 * Reads Thulium's answer to a batch: one outcome per customer, whatever the answer lacks. A customer without
 * a readable entry is `Unknown`, never a success.
 *
 * @module
 */
import * as Result from "effect/Result";
import { type AnswerFault, deliveryOf, isRetryLater } from "../outcome/delivery.ts";
import { Outcome } from "../outcome/model.ts";
import { isId } from "../customer/rules.ts";
import { type Fields, parseJson, repeatsKey } from "../internal/json.ts";
import { readCreated } from "./fast_answer.ts";
import { outcomeTexts } from "../outcome/texts.ts";

/**
 * Reads the body of a 2xx answer to a batch of `count` customers. Outcomes without a verdict carry the `requestId`.
 *
 * The page shows an object keyed by position. PHP encodes such an object as an array if it has no gaps, so
 * both forms are accepted. The answer counts as unreadable if its entries can't be matched with the customers
 * with certainty: it has positions that were not sent, an array of another length, or a key twice, however the
 * key is escaped. Keys that are not positions are otherwise ignored.
 *
 * `idOf` gives the id of the customer that was to be changed; without it, customers were to be created.
 */
export const readAnswer = (
  text: string,
  count: number,
  requestId?: string,
  idOf?: (place: number) => string,
): Result.Result<ReadonlyArray<Outcome>, AnswerFault> => {
  const created = idOf === undefined ? readCreated(text, count) : undefined;
  return created === undefined
    ? readEntries(text, count, requestId, idOf)
    : Result.succeed(created);
};

/** The same without the fast path. */
export const readEntries: typeof readAnswer = (text, count, requestId, idOf) => {
  const entries = parseJson(text);
  if (entries === undefined) return Result.fail("not-json");
  if (!hasEntries(entries)) return Result.fail("wrong-shape");
  if (isAmbiguous(entries, text, count)) return Result.fail("wrong-shape");
  return Result.succeed(
    Array.from(
      { length: count },
      (_, i) => {
        const entry = Object.hasOwn(entries, i) ? entries[i] : undefined;
        return idOf === undefined
          ? outcomeOfEntry(entry, requestId)
          : outcomeOfUpdate(entry, idOf(i), requestId);
      },
    ),
  );
};

/** An object or an array: PHP makes either. */
const hasEntries = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** `JSON.parse` keeps the last of two equal keys, so only the text shows a key that stands twice. */
const isAmbiguous = (entries: Fields, text: string, count: number): boolean => {
  if (Array.isArray(entries) && entries.length !== count) return true;
  let statuses = 0;
  for (const [key, entry] of Object.entries(entries)) {
    if (isStrayPosition(key, count)) return true;
    if (hasEntries(entry) && "http_status" in entry) statuses++;
  }
  return statuses !== countStatuses(text) || repeatsKey(text, entries);
};

const isStrayPosition = (key: string, count: number): boolean => {
  const position = Number(key);
  const isPosition = position >= 0 && position < count && String(position) === key;
  return !isPosition && /^-?\d+$/.test(key);
};

/** Also those that stand elsewhere, where no status is expected. */
const countStatuses = (text: string): number => {
  const status = /"http_status"\s*:/g;
  let count = 0;
  while (status.test(text)) count++;
  return count;
};

const outcomeOfEntry = (entry: unknown, requestId: string | undefined): Outcome => {
  const { id, message, status } = partsOf(entry);
  if (isSuccess(status) && isId(id)) return Outcome.created(String(id));
  return status === undefined || isId(id)
    ? Outcome.unknown(doubt(status), requestId)
    : outcomeOfStatus(status, message, requestId);
};

/**
 * The vendor's page on updates is not known to us. Assumed is the form of a creation's answer, with a 2xx status; the id
 * may be missing, because the caller has it. An answer that names another customer proves nothing.
 */
const outcomeOfUpdate = (entry: unknown, sent: string, requestId: string | undefined): Outcome => {
  const { id, message, status } = partsOf(entry);
  if (isSuccess(status)) {
    return id === undefined || id === null || isId(id) && String(id).trim() === sent.trim()
      ? Outcome.updated(String(id ?? sent))
      : Outcome.unknown(outcomeTexts.otherCustomer, requestId);
  }
  return status === undefined
    ? Outcome.unknown(doubt(status), requestId)
    : outcomeOfStatus(status, message, requestId);
};

const partsOf = (entry: unknown) => {
  const { customer_id: id, http_status: given, message } = hasEntries(entry) ? entry : {};
  const status = typeof given === "number" && Number.isInteger(given) ? given : undefined;
  return { id, message, status };
};

/** The outcome of a customer to whom Thulium answered with a status, and no id. */
const outcomeOfStatus = (
  status: number,
  message: unknown,
  requestId: string | undefined,
): Outcome => {
  if (deliveryOf({ at: "item", status }) === "unknown") {
    return Outcome.unknown(doubt(status), requestId);
  }
  return isRetryLater(status)
    ? Outcome.notSent(
      `${outcomeTexts.sendLater} (status ${status})`,
      status,
      requestId,
    )
    : Outcome.rejected(status, isText(message) ? message : "Thulium gave no reason");
};

const isSuccess = (status: number | undefined): boolean =>
  status !== undefined && status >= 200 && status < 300;

const doubt = (status: number | undefined): string => {
  if (status === undefined) return outcomeTexts.noStatus;
  return isSuccess(status)
    ? `${outcomeTexts.noId} (status ${status})`
    : `${outcomeTexts.failedAtCustomer} (status ${status})`;
};

const isText = (message: unknown): message is string =>
  typeof message === "string" && message !== "";
