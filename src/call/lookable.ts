/**
 * What customers can be looked up by.
 *
 * @module
 */

/**
 * What to look customers up by, and the value to look for: a parameter of `GET /api/customers`, or a custom field by its
 * name.
 */
export type Lookup =
  | {
    readonly by: "identifier" | "email" | "phone_number" | "nip";
    readonly value: string;
  }
  | {
    readonly by: "custom_field";
    readonly field: string;
    readonly value: string;
  };

/**
 * @internal Whether a lookup finds what it asks for: an empty value finds everybody who has none, half of a surrogate pair
 * cannot be written in an address, and a field's name with a bracket in it cannot be written as a parameter.
 */
export const isLookable = (lookup: Lookup): boolean =>
  lookup.value.trim() !== "" && lookup.value.isWellFormed() &&
  (lookup.by !== "custom_field" || isFieldName(lookup.field));

/** @internal Whether a custom field can be looked up by this name. */
export const isFieldName = (name: string): boolean => name !== "" && !/[[\]]/.test(name);
