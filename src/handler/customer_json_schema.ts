/**
 * The customer and the update as JSON Schema, for the OpenAPI description. It is written by hand, because the code of Effect that
 * derives it from `Customer` would be a tenth of the Worker. A test compares both.
 *
 * @module
 */
import { addressFields, customerFields, type FieldKind, updateFields } from "../customer/fields.ts";

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
  kinds: { readonly [field: string]: string },
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

const orNull = (schema: object): object =>
  "anyOf" in schema && Array.isArray(schema.anyOf)
    ? { anyOf: [...schema.anyOf, { type: "null" }] }
    : { anyOf: [schema, { type: "null" }] };

const changeable = Object.fromEntries(
  Object.entries(scalars).map(([kind, schema]) => [kind, orNull(schema)]),
);

/** JSON Schema of an update: a field that is `null` is not changed. */
export const updateJsonSchema = {
  ...objectOf(updateFields, {
    ...changeable,
    address: orNull(objectOf(addressFields, changeable)),
    customerId: scalars.id,
  }),
  required: ["customer_id"],
};
