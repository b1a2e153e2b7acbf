/**
 * Reads the customers of an answer to `GET /api/customers`.
 *
 * A customer that cannot be read makes the whole answer unreadable, because it might be the one that was looked for. A
 * value of another field that is neither text nor a number is left out: nothing is then found by it.
 *
 * @module
 */
import { isId, isSafeId } from "../customer/rules.ts";
import { isObject, parseJson, repeatsKey } from "../internal/json.ts";

/**
 * A customer that was found. What a lookup was made by must be in it: a server may ignore a parameter that it does not
 * know, so a customer counts only if it carries the value itself.
 */
export interface FoundCustomer {
  /** Its id in Thulium. */
  readonly customerId: string;
  /** Its surname, if the answer has one. */
  readonly surname?: string | undefined;
  /** Its identifier, if it has one. */
  readonly identifier?: string | undefined;
  /** Its e-mail addresses, if it has any. */
  readonly emails?: ReadonlyArray<string> | undefined;
  /** Its phone numbers, if it has any. */
  readonly phoneNumbers?: ReadonlyArray<string> | undefined;
  /** Its NIP, the Polish tax id, if the answer has one. */
  readonly nip?: string | undefined;
  /** Its custom fields that hold a text or a number, by name. */
  readonly customFields?: { readonly [name: string]: string } | undefined;
}

/** The customers of an answer; `undefined` if one of them cannot be read, or if a key stands twice. */
export const readFound = (text: string): ReadonlyArray<FoundCustomer> | undefined => {
  const answer = parseJson(text);
  if (!Array.isArray(answer) || repeatsKey(text, answer)) return undefined;
  const found = answer.flatMap((entry) => foundCustomer(entry) ?? []);
  return found.length === answer.length ? found : undefined;
};

const foundCustomer = (entry: unknown): FoundCustomer | undefined => {
  if (!isObject(entry)) return undefined;
  const { customer_id: id, surname } = entry;
  const identifier = textOf(entry.identifier);
  const isReadable = isId(id) &&
    (isNothing(surname) || typeof surname === "string") &&
    (isUnset(entry.identifier) || identifier !== undefined);
  if (!isReadable) return undefined;
  return {
    customerId: String(id),
    surname: isNothing(surname) ? undefined : surname,
    identifier,
    emails: textsOf(entry.email, entry.emails),
    phoneNumbers: textsOf(entry.phone_number, entry.phone_numbers),
    nip: textOf(entry.nip),
    customFields: customFieldsOf(entry.custom_fields),
  };
};

const isNothing = (value: unknown): value is null | undefined =>
  value === undefined || value === null;

/** Thulium writes an unset field as an empty text, and an unset custom field as `null`. */
const isUnset = (value: unknown): boolean => isNothing(value) || value === "";

/** A number beyond the safe integers may be another one than Thulium wrote. */
const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" || typeof value === "number" && isSafeId(value)
    ? String(value)
    : undefined;

/** The texts of a field with one value and of the list beside it. */
const textsOf = (one: unknown, list: unknown): ReadonlyArray<string> | undefined => {
  const texts = [one, ...Array.isArray(list) ? list : []].flatMap((value) => textOf(value) ?? []);
  return texts.length === 0 ? undefined : [...new Set(texts)];
};

const customFieldsOf = (fields: unknown): FoundCustomer["customFields"] =>
  isObject(fields)
    ? Object.fromEntries(
      Object.entries(fields).flatMap(([name, value]) => {
        const text = textOf(value);
        return text === undefined ? [] : [[name, text]];
      }),
    )
    : undefined;
