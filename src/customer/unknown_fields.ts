/**
 * Fields that the contract does not know. None of them vanishes: each is refused by name, or is sent
 * unchanged on request.
 *
 * @module
 */
import { type Fields, isObject } from "../internal/json.ts";
import { copyJson } from "./copy.ts";
import { addressFields, fieldsOfKind } from "./fields.ts";
import type { Issues } from "./issues.ts";
import { words } from "./rules.ts";

const addresses = fieldsOfKind("address");
const addressNames: ReadonlySet<string> = new Set(Object.keys(addressFields));

/** What was read: a customer or an update. */
type Row = { [address in typeof addresses[number]]?: object | null | undefined };

/**
 * The row that was read from `input`, whose fields are `known`, together with copies of the unknown fields that have a value. Adds an issue
 * for each one that is refused, because unknown fields are not sent, or because JSON can't hold its value.
 */
export const withUnknownFields = <R extends Row>(
  row: R,
  input: Fields,
  known: ReadonlySet<string>,
  areSent: boolean,
  issues: Issues,
): R => {
  const joined: R = { ...row };
  /** Copies of the unknown fields of the input, or of one of its addresses. */
  const unknownIn = (fields: Fields, known: ReadonlySet<string>, address?: string): Entries => {
    const copies: Entries = [];
    for (const name of Object.keys(fields)) {
      const value = known.has(name) ? undefined : fields[name];
      if (value === undefined) continue;
      const report = (message: string) => issues.add(() => pathOf(name, address), message);
      if (areSent) copies.push([name, copyJson(value, report)]);
      else report(unknownWord(name, known));
    }
    return copies;
  };
  const own = unknownIn(input, known);
  for (const address of addresses) {
    const fields = input[address];
    if (!isObject(fields)) continue;
    joined[address] = withEntries(joined[address] ?? {}, unknownIn(fields, addressNames, address));
  }
  return withEntries(joined, own);
};

/** A name that differs from a field's only in case and signs is probably that field. */
const unknownWord = (name: string, known: ReadonlySet<string>): string => {
  const plain = plainOf(name);
  for (const field of known) {
    if (plainOf(field) === plain) return `${words.unknown}; perhaps ${field} is meant`;
  }
  return words.unknown;
};

const plainOf = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, "");

type Entries = Array<[string, unknown]>;

/** Made from entries, so that a field named `__proto__` stays a field. */
const withEntries = <A extends object>(object: A, entries: Entries): A =>
  entries.length === 0 ? object : Object.fromEntries([...Object.entries(object), ...entries]) as A;

/** In a table without a header, values stand in the place of names: only what looks like a name is shown. */
const fieldName = /^\p{L}[\p{L}\p{N}_-]{0,63}$/u;

const pathOf = (name: string, address: string | undefined): string => {
  const shown = fieldName.test(name) ? name : "*";
  return address === undefined ? shown : `${address}.${shown}`;
};
