/**
 * `--key`: what makes a customer the same one in two runs, and what it is looked up by.
 *
 * @module
 */
import type { KeyOf } from "../policy/reconcile/lookups.ts";
import { byCustomField, byEmail, byIdentifier, byNip, byPhone } from "../policy/reconcile/keys.ts";

const keys: { readonly [name: string]: KeyOf } = {
  identifier: byIdentifier,
  nip: byNip,
  phone_number: byPhone,
  email: byEmail,
};

const customField = /^custom_fields\.([^[\]]+)$/;

/** Whether there is such a key. */
export const isKey = (name: string): boolean => Object.hasOwn(keys, name) || customField.test(name);

/** The key by its name. */
export const keyOf = (name: string): KeyOf => {
  const [, field] = customField.exec(name) ?? [];
  return field === undefined ? keys[name] ?? byIdentifier : byCustomField(field);
};
