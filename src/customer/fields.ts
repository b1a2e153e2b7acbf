/**
 * The contract's fields and the kind of value that each one takes. This is the only list of them: the
 * schema, the reader and the fast paths are all made from it. The compiler holds it to the interfaces
 * in `model.ts`; to add a field, change both.
 *
 * @module
 */

/** A kind of value. Each kind has one rule, in every place that checks customers. */
export type FieldKind =
  | "surname"
  | "text"
  | "texts"
  | "phones"
  | "id"
  | "flag"
  | "customFields"
  | "address";

/** Field names and their kinds. */
export type FieldKinds = { readonly [field: string]: FieldKind };

/** The fields of a customer. */
export const customerFields = {
  surname: "surname",
  name: "text",
  email: "texts",
  phone_number: "phones",
  company_id: "id",
  type: "text",
  group: "text",
  identifier: "id",
  gender: "text",
  homepage: "text",
  birthdate: "text",
  nip: "text",
  note: "text",
  pesel: "text",
  job: "text",
  job_title: "text",
  account_manager: "text",
  custom_fields: "customFields",
  fill_read_only_custom_fields: "flag",
  vip: "flag",
  address: "address",
  invoice_address: "address",
  mail_drop_address: "address",
} as const satisfies FieldKinds;

/** The fields of an update: the id, which alone is required, and those of a customer. A surname may be left out. */
export const updateFields = /* @__PURE__ */ (() => ({
  customer_id: "customerId",
  ...customerFields,
  surname: "text",
} as const))();

/** The names of the customer's fields of a kind. */
export const fieldsOfKind = <Kind extends FieldKind>(kind: Kind): ReadonlyArray<NameOf<Kind>> =>
  Object.entries(customerFields).flatMap(([name, is]) => is === kind ? [name as NameOf<Kind>] : []);

type NameOf<Kind extends FieldKind> = {
  [Name in keyof typeof customerFields]: (typeof customerFields)[Name] extends Kind ? Name : never;
}[keyof typeof customerFields];

/** The fields of an address. */
export const addressFields = {
  street: "text",
  building: "text",
  flat: "text",
  postcode: "text",
  city: "text",
  country: "text",
} as const satisfies FieldKinds;
