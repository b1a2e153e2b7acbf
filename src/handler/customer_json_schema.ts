/**
 * The customer as JSON Schema, for the OpenAPI description. It is written by hand, because the code of Effect that
 * derives it from `Customer` would be a tenth of the Worker. A test compares both.
 *
 * @module
 */
import { addressFields, customerFields, type FieldKind } from "../customer/fields.ts";

const text = { type: "string" };
const number = { type: "number" };
const flag = { type: "boolean" };
const oneOrMany = { anyOf: [text, { type: "array", items: text }] };

const scalars: { readonly [kind in Exclude<FieldKind, "address">]: object } = {
  surname: text,
  text,
  texts: oneOrMany,
  phones: oneOrMany,
  id: { anyOf: [text, number] },
  flag,
  customFields: {
    type: "object",
    additionalProperties: { anyOf: [text, number, flag, { type: "null" }] },
  },
};

/** An object with these fields. Others are allowed: the handler passes them on. */
const objectOf = (
  kinds: { readonly [field: string]: FieldKind },
  schemas: { readonly [kind: string]: object },
) => ({
  type: "object",
  properties: Object.fromEntries(
    Object.entries(kinds).map(([field, kind]) => [field, schemas[kind]]),
  ),
  additionalProperties: true,
});

const address = objectOf(addressFields, scalars);

/** JSON Schema of a customer: the contract's rules as far as JSON Schema can express them. */
export const customerJsonSchema = {
  ...objectOf(customerFields, { ...scalars, address }),
  required: ["surname"],
};
