/**
 * An update of a customer as Thulium's `PUT batch/customers` takes it: the fields of a customer, and the id of the
 * customer that is changed. Only the id is required.
 *
 * @module
 */
import * as Schema from "effect/Schema";
import { exactly } from "../internal/exactly.ts";
import type { Address, Customer } from "./model.ts";
import { words } from "./rules.ts";
import { updateSchemaFields } from "./schema.ts";

/** A change of an address: a part that is left out, or `null`, is not changed. */
export type AddressUpdate = {
  readonly [Part in keyof Address]: Address[Part] | null;
};

/** The fields that an update may change, by their names in a {@linkcode Customer}. */
type Changes = {
  readonly [Field in keyof Customer]?:
    | (Address extends NonNullable<Customer[Field]> ? AddressUpdate : Customer[Field])
    | null
    | undefined;
};

/**
 * One customer to change. A field that is left out, or `null`, is not changed. Lists (`email`, `phone_number`) are
 * replaced as a whole. In `custom_fields`, an empty text or `null` clears the field.
 *
 * Source: the vendor's page "PUT batch/customers" of 2025-01-15. What it does with lists is an assumption: a PUT replaces
 * (RFC 9110 §9.3.4).
 *
 * @example
 * ```ts
 * import type { CustomerUpdate } from "@thulium-effect/batch-customers";
 *
 * const update: CustomerUpdate = {
 *   customer_id: "13",
 *   phone_number: ["+48 600 100 200", "+48 600 100 201"],
 *   custom_fields: { Kampania: "zima", Polecenie: "" },
 * };
 * ```
 */
export interface CustomerUpdate extends Changes {
  /** The customer's id in Thulium: text, or a number up to `Number.MAX_SAFE_INTEGER`. Required. */
  readonly customer_id: string | number;
}

/**
 * Schema of {@linkcode CustomerUpdate}: the contract's rules and no more. Like every schema it drops fields that it does
 * not know; `validateCustomerUpdate` refuses them by name, or keeps them.
 */
export const CustomerUpdate: Schema.Codec<CustomerUpdate> =
  /* @__PURE__ */ (() =>
    exactly<CustomerUpdate>()(
      Schema.Struct(updateSchemaFields()).annotate({ message: words.object }),
    ))();
