/**
 * What a journal knows of a customer's fields: a fingerprint of each value, by the field's name. `format.md` specifies how
 * it is written. No value is stored.
 *
 * Fields have the contract's names. Parts of addresses and custom fields are fields of their own: `address.city`,
 * `custom_fields.Shop`.
 *
 * @module
 */
import type { Customer } from "../../customer/model.ts";
import { customerFields } from "../../customer/fields.ts";
import type { FoundCustomer } from "../../call/lookup.ts";
import { isObject, parseJson } from "../../internal/json.ts";
import { sha256Hex } from "../../internal/sha256.ts";
import { canonical } from "./canonical.ts";

/** Fingerprints by name. An empty one: nobody knows what the field holds. */
export type KnownFields = ReadonlyMap<string, string>;

/** Length of a fingerprint: 48 bits in hexadecimal. */
const printLength = 12;

/** Begins the names of custom fields. */
export const customPrefix = "custom_fields.";

/** The fingerprints of all fields of a customer with this key. */
export const printsOf = (customer: Customer, key: string): KnownFields => {
  const prints = new Map<string, string>();
  const note = (name: string, value: unknown) =>
    prints.set(name, sha256Hex(`${key}\n${name}\n${canonical(value)}`).slice(0, printLength));
  const { custom_fields = {}, fill_read_only_custom_fields, ...fields } = customer;
  for (const [field, value] of Object.entries(fields)) {
    if (!isInParts(field) || !isObject(value)) note(field, value);
    else for (const [part, text] of Object.entries(value)) note(`${field}.${part}`, text);
  }
  for (const [name, value] of Object.entries(custom_fields)) {
    // A READ ONLY field holds the value only if such fields are filled.
    note(`${customPrefix}${name}`, [value, fill_read_only_custom_fields === true]);
  }
  return prints;
};

/** Whether a field has parts with names of their own. */
export const isInParts = (field: string): boolean => kinds.get(field) === "address";

/** What a field of this name takes; `undefined` if the contract has no such field. */
export const kindOf = (field: string): string | undefined => kinds.get(field);

const kinds: ReadonlyMap<string, string> =
  /* @__PURE__ */ (() => new Map(Object.entries(customerFields)))();

/** The same fields, without what they hold. */
export const uncertain = (names: Iterable<string>): KnownFields =>
  new Map([...names].map((name) => [name, ""]));

/** Those of a customer's fields whose values a customer that was found has itself. All others are uncertain. */
export const provenBy = (
  found: FoundCustomer,
  customer: Customer,
  prints: KnownFields,
): KnownFields => {
  const isEqual: { readonly [field: string]: boolean } = {
    surname: found.surname === customer.surname,
    identifier: found.identifier === String(customer.identifier),
    nip: found.nip === customer.nip,
  };
  return new Map(
    [...prints].map(([name, print]) => [name, isEqual[name] === true ? print : ""]),
  );
};

/** Writes fingerprints for a store. */
export const writeFields = (known: KnownFields): string =>
  JSON.stringify(Object.fromEntries(known));

/** Reads what a store has. */
export const readFields = (text: string): KnownFields => {
  const fields = parseJson(text);
  return new Map(
    isObject(fields) ? Object.entries(fields).map(([name, print]) => [name, String(print)]) : [],
  );
};
