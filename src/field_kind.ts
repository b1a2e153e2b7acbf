/**
 * What kind of value each field of the contract takes, for those who look at customers without the schema to
 * be quick. The schema in `customer.ts` is what counts; tests hold the two together.
 *
 * @module
 */
import type { Address, Customer } from "./customer.ts";

/** A kind of value, in words of the contract. */
export type FieldKind =
  | "surname"
  | "text"
  | "texts"
  | "phones"
  | "id"
  | "flag"
  | "customFields"
  | "address";

/** The fields of a customer. */
export const customerKinds: { readonly [field in keyof Customer]-?: FieldKind } = {
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
};

/** The fields of an address. */
export const addressKinds: { readonly [field in keyof Address]-?: FieldKind } = {
  street: "text",
  building: "text",
  flat: "text",
  postcode: "text",
  city: "text",
  country: "text",
};
