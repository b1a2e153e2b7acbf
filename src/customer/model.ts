/**
 * The customer as Thulium's `POST batch/customers` takes it: the same field names, no renaming and
 * no transformation. What a {@linkcode Customer} holds is what goes over the wire.
 *
 * The rules are those of the vendor's page and no more; `strict_schema.ts` has a stricter, opt-in set.
 *
 * @module
 */
import * as Schema from "effect/Schema";
import { exactly } from "../internal/exactly.ts";
import { words } from "./rules.ts";
import { schemaParts } from "./schema.ts";

/** A postal address. Every part is an optional text. */
export interface Address {
  /** Name of the street. */
  readonly street?: string | undefined;
  /** Number of the building. */
  readonly building?: string | undefined;
  /** Number of the flat. */
  readonly flat?: string | undefined;
  /** Postal code. */
  readonly postcode?: string | undefined;
  /** City or town. */
  readonly city?: string | undefined;
  /** Country. */
  readonly country?: string | undefined;
}

/** A value of a custom field. An empty text or `null` clears the field. */
export type CustomFieldValue = string | number | boolean | null;

/**
 * One customer to add, in Thulium's own field names. Only `surname` is required; a field that is
 * left out (or `undefined`) is not sent.
 *
 * Source: the vendor's page "POST batch/customers" of 2025-01-07.
 *
 * @example
 * ```ts
 * import type { Customer } from "@thulium-effect/batch-customers";
 *
 * const customer: Customer = {
 *   surname: "Kowalska",
 *   name: "Łucja",
 *   email: ["lucja@example.com", "biuro@example.com"],
 *   phone_number: "+48 600 100 200",
 *   custom_fields: { Kampania: "jesień" },
 * };
 * ```
 */
export interface Customer {
  /** Surname. Required, not blank. */
  readonly surname: string;
  /** First name. */
  readonly name?: string | undefined;
  /** E-mail address or addresses. */
  readonly email?: string | ReadonlyArray<string> | undefined;
  /** Phone number or numbers. Thulium answers "Phone number must be numeric." otherwise. */
  readonly phone_number?: string | ReadonlyArray<string> | undefined;
  /**
   * Id of the company in Thulium that the customer joins. A number beyond `Number.MAX_SAFE_INTEGER` may stand for
   * several ids and is refused: give such an id as text.
   */
  readonly company_id?: string | number | undefined;
  /** Name of a customer type that is defined in the system. */
  readonly type?: string | undefined;
  /** Name of a customer group that is defined in the system. */
  readonly group?: string | undefined;
  /**
   * The caller's own id of the customer. After a lost answer, the customer can be looked up by it. For numbers the same
   * holds as for `company_id`.
   */
  readonly identifier?: string | number | undefined;
  /** Gender. The page defines no set of values. */
  readonly gender?: string | undefined;
  /** Web page. */
  readonly homepage?: string | undefined;
  /** Date of birth. The page defines no form. */
  readonly birthdate?: string | undefined;
  /** NIP, the Polish tax id. */
  readonly nip?: string | undefined;
  /** Free note. */
  readonly note?: string | undefined;
  /** PESEL, the Polish personal id. */
  readonly pesel?: string | undefined;
  /** Place of work. */
  readonly job?: string | undefined;
  /** Position at work. */
  readonly job_title?: string | undefined;
  /** Login of the user in Thulium who looks after the customer. */
  readonly account_manager?: string | undefined;
  /**
   * Custom fields to set, by name. Fields that are not named keep their values; an empty value clears
   * a field; Thulium creates a field that does not exist.
   */
  readonly custom_fields?: { readonly [name: string]: CustomFieldValue | undefined } | undefined;
  /** Also fill custom fields that are READ ONLY. */
  readonly fill_read_only_custom_fields?: boolean | undefined;
  /** VIP customer. */
  readonly vip?: boolean | undefined;
  /** The customer's address. */
  readonly address?: Address | undefined;
  /** Address for invoices. */
  readonly invoice_address?: Address | undefined;
  /** Address for mail. */
  readonly mail_drop_address?: Address | undefined;
}

/** Schema of {@linkcode Address}. */
export const Address: Schema.Codec<Address> =
  /* @__PURE__ */ (() => exactly<Address>()(schemaParts().address))();

/**
 * Schema of {@linkcode Customer}: the contract's rules and no more. Like every schema it drops fields
 * that it does not know; `validateCustomer` refuses them by name, or keeps them.
 */
export const Customer: Schema.Codec<Customer> = /* @__PURE__ */ (() =>
  exactly<Customer>()(
    Schema.Struct(schemaParts().fields).annotate({ message: words.object }),
  ))();
