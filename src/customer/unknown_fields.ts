/**
 * Fields that the contract does not know. None of them vanishes: each is refused by name, or is sent
 * unchanged on request.
 *
 * @module
 */
import { type Fields, isObject } from "../internal/json.ts";
import { addressFields, customerFields } from "./fields.ts";
import type { Issue } from "./issue.ts";
import type { Customer } from "./model.ts";

/** A field outside the contract: of the customer, or of one of its addresses. */
export interface UnknownField {
  readonly address: typeof addresses[number] | undefined;
  readonly name: string;
  readonly value: unknown;
}

const addresses = ["address", "invoice_address", "mail_drop_address"] as const;
const customerNames: ReadonlySet<string> = new Set(Object.keys(customerFields));
const addressNames: ReadonlySet<string> = new Set(Object.keys(addressFields));

/** Finds the unknown fields that have a value. */
export const unknownFieldsOf = (input: Fields): ReadonlyArray<UnknownField> => {
  const found: Array<UnknownField> = [];
  for (const name of Object.keys(input)) {
    if (customerNames.has(name) || input[name] === undefined) continue;
    found.push({ address: undefined, name, value: input[name] });
  }
  for (const address of addresses) {
    const fields = input[address];
    if (!isObject(fields)) continue;
    for (const name of Object.keys(fields)) {
      if (addressNames.has(name) || fields[name] === undefined) continue;
      found.push({ address, name, value: fields[name] });
    }
  }
  return found;
};

/** Issues that refuse the fields by name. */
export const refused = (fields: ReadonlyArray<UnknownField>): ReadonlyArray<Issue> =>
  fields.map((field) => ({ path: pathOf(field), message: "is not a field of the contract" }));

/** Issues for the fields that can't be sent unchanged, because JSON can't hold their values. */
export const notSendable = (fields: ReadonlyArray<UnknownField>): ReadonlyArray<Issue> =>
  fields
    .filter(({ value }) => !isJson(value))
    .map((field) => ({ path: pathOf(field), message: "must be a JSON value" }));

/** The customer together with the fields. */
export const withUnknownFields = (
  customer: Customer,
  unknown: ReadonlyArray<UnknownField>,
): Customer => {
  const joined = { ...customer };
  for (const address of addresses) {
    const fields = unknown.filter((field) => field.address === address);
    const known = joined[address];
    if (known !== undefined && fields.length > 0) joined[address] = withFields(known, fields);
  }
  return withFields(joined, unknown.filter((field) => field.address === undefined));
};

/** Made from entries, so that a field named `__proto__` stays a field. */
const withFields = <A extends object>(object: A, fields: ReadonlyArray<UnknownField>): A =>
  Object.fromEntries([
    ...Object.entries(object),
    ...fields.map(({ name, value }) => [name, value]),
  ]) as A;

/** In a table without a header, values stand in the place of names: only what looks like a name is shown. */
const fieldName = /^\p{L}[\p{L}\p{N}_-]{0,63}$/u;

const pathOf = ({ address, name }: UnknownField): string => {
  const shown = fieldName.test(name) ? name : "*";
  return address === undefined ? shown : `${address}.${shown}`;
};

/** Whether `JSON.stringify` writes the value unchanged. A value that contains itself is none. */
const isJson = (value: unknown, around: ReadonlyArray<unknown> = []): boolean => {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) {
    return value === null || typeof value === "string" || typeof value === "boolean";
  }
  const isInside = (part: unknown) => isJson(part, [...around, value]);
  if (around.includes(value)) return false;
  if (Array.isArray(value)) return Array.from(value).every(isInside);
  const prototype = Object.getPrototypeOf(value);
  return (prototype === null || prototype === Object.prototype) &&
    Object.values(value).every(isInside);
};
