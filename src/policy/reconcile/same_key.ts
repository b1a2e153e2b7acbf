/**
 * When two values are the same key: identifiers and custom fields exactly, e-mail addresses whatever their case, NIPs and
 * phone numbers by their digits, with or without the prefix of Poland.
 *
 * @module
 */
import type { FoundCustomer, Lookup } from "../../call/lookup.ts";

/** The form in which the values of a key are compared. */
export const comparableForm = ({ by, value }: Pick<Lookup, "by" | "value">): string => {
  switch (by) {
    case "phone_number":
      return digitsOf(value).replace(/^(?:00)?48(?=\d{9}$)/, "");
    case "nip":
      return digitsOf(value);
    case "email":
      return value.toLowerCase();
    case "custom_field":
    case "identifier":
      return value;
  }
};

const digitsOf = (value: string): string => value.replace(/\D/g, "");

/** Whether there is anything to compare: a phone number without digits is the same as any other such number. */
export const hasComparableForm = (lookup: Lookup): boolean => comparableForm(lookup) !== "";

/**
 * Whether a value can only have been stored as it was sent. Of any other value a lookup that finds nothing proves nothing:
 * Thulium may have stored it in another form.
 */
export const isStoredAsSent = (lookup: Lookup): boolean =>
  lookup.value === comparableForm(lookup) && lookup.value === lookup.value.trim();

/** A name for a key: the same for all lookups of the same key. */
export const nameOf = (lookup: Lookup): string => {
  const where = lookup.by === "custom_field" ? `custom_fields[${lookup.field}]` : lookup.by;
  return `${where}=${comparableForm(lookup)}`;
};

/** Whether a customer that was found carries the key itself. */
export const carries = (found: FoundCustomer, lookup: Lookup): boolean => {
  const wanted = comparableForm(lookup);
  return heldBy(found, lookup).some((value) =>
    value !== undefined && comparableForm({ by: lookup.by, value }) === wanted
  );
};

const heldBy = (found: FoundCustomer, lookup: Lookup): ReadonlyArray<string | undefined> => {
  switch (lookup.by) {
    case "phone_number":
      return found.phoneNumbers ?? [];
    case "nip":
      return [found.nip];
    case "email":
      return found.emails ?? [];
    case "custom_field": {
      const { customFields = {} } = found;
      return Object.hasOwn(customFields, lookup.field) ? [customFields[lookup.field]] : [];
    }
    case "identifier":
      return [found.identifier];
  }
};
