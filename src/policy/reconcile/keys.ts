/**
 * What a customer can be looked up by: its `identifier`, its NIP, its phone number, its e-mail address, or a custom field.
 *
 * Each of these takes a customer and returns what to look for, or `undefined` if the customer has no such value. A value
 * with white space at its ends is none: Thulium may trim what it stores, so that a lookup of the value proves nothing. A
 * value that stands for none is none, either: `brak`, a phone number `123456789`, one digit repeated. Of a list the first
 * value counts.
 *
 * The key must be the caller's own, and belong to one customer only. An identifier or a custom field is the best one. Of a
 * customer that shares its phone number or its address with another one, nobody can tell whether it was created.
 *
 * @example
 * ```ts
 * import { Key, Reconcile } from "@thulium-effect/batch-customers";
 *
 * const ByShopId = Reconcile.layer({ key: Key.byCustomField("Numer w sklepie") });
 * const ByPhone = Reconcile.layer({ key: (one) => Key.byIdentifier(one) ?? Key.byPhone(one) });
 * ```
 *
 * @module
 */
import { isFieldName, type Lookup } from "../../call/lookable.ts";
import type { Customer } from "../../customer/model.ts";
import { isPlaceholder } from "./placeholder.ts";
import { hasComparableForm } from "./same_key.ts";

/** Looks a customer up by its identifier. */
export const byIdentifier = ({ identifier }: Customer): Lookup | undefined =>
  by("identifier", identifier);

/**
 * Looks a customer up by its NIP. It is found only if Thulium's answer has the NIP, and is proved absent only if it was
 * sent as digits alone.
 */
export const byNip = ({ nip }: Customer): Lookup | undefined => by("nip", nip);

/**
 * Looks a customer up by its first phone number. It is found whatever separates the digits, with or without `+48`, and
 * proved absent only if the number was sent as digits without `48`: Thulium may store another form than was sent.
 */
export const byPhone = ({ phone_number }: Customer): Lookup | undefined =>
  by("phone_number", firstOf(phone_number));

/**
 * Looks a customer up by its first e-mail address. It is found in capitals or not, and proved absent only if it was sent
 * without capitals.
 */
export const byEmail = ({ email }: Customer): Lookup | undefined => by("email", firstOf(email));

/**
 * Looks a customer up by a custom field that holds a text or a whole number, such as the customer's number in a shop.
 *
 * The field must not be READ ONLY, unless customers are sent with `fill_read_only_custom_fields`: otherwise Thulium stores
 * customers without it, and they are taken for absent and CREATED TWICE.
 *
 * @throws {RangeError} If the name is empty, or has a bracket in it.
 */
export const byCustomField = (name: string): (customer: Customer) => Lookup | undefined => {
  if (!isFieldName(name)) {
    throw new RangeError(
      `the name of a custom field must not be empty, and have no brackets: current value is ${name}`,
    );
  }
  return ({ custom_fields = {} }) => {
    const held = Object.hasOwn(custom_fields, name) ? custom_fields[name] : undefined;
    const isKey = typeof held === "string" || Number.isSafeInteger(held);
    const value = isKey ? keyText(held) : undefined;
    return value === undefined ? undefined : unlessPlaceholder({
      by: "custom_field",
      field: name,
      value,
    });
  };
};

const by = (
  field: Exclude<Lookup["by"], "custom_field">,
  held: string | number | undefined,
): Lookup | undefined => {
  const value = keyText(held);
  if (value === undefined) return undefined;
  const lookup = { by: field, value };
  return hasComparableForm(lookup) ? unlessPlaceholder(lookup) : undefined;
};

const unlessPlaceholder = (lookup: Lookup): Lookup | undefined =>
  isPlaceholder(lookup) ? undefined : lookup;

const firstOf = (held: string | ReadonlyArray<string> | undefined): string | undefined =>
  typeof held === "string" ? held : held?.[0];

const keyText = (held: unknown): string | undefined => {
  const value = String(held ?? "");
  return value === "" || value !== value.trim() ? undefined : value;
};
