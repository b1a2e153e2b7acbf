/**
 * The customer as Thulium's `POST batch/customers` takes it: the same field names, no renaming and
 * no transformation. What a {@linkcode Customer} holds is what goes over the wire.
 *
 * The rules are the vendor's page's and nothing more (a stricter, opt-in set is in
 * `strict_customer.ts`). Interface and schema are held together by `exactly`: change both or
 * neither.
 *
 * @module
 */
import * as Schema from "effect/Schema";
import { isBlank, isPhone } from "./contract_rules.ts";
import { exactly } from "./exactly.ts";
import { words } from "./rule_words.ts";

/** A postal address. Every part is optional text. */
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

/** What a custom field may be set to. An empty text (or `null`) clears the field. */
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
  /** Id of the company in Thulium that the customer joins. */
  readonly company_id?: string | number | undefined;
  /** Name of a customer type that is defined in the system. */
  readonly type?: string | undefined;
  /** Name of a customer group that is defined in the system. */
  readonly group?: string | undefined;
  /** The caller's own id of the customer. What a lost answer can be looked up by. */
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
   * Custom fields to set, by name. Only these are touched; an empty value clears the field; a field
   * that does not exist is created.
   */
  readonly custom_fields?: { readonly [name: string]: CustomFieldValue | undefined } | undefined;
  /** Fill custom fields that are READ ONLY, too. */
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

/** @internal */
export const optional = <S extends Schema.Top>(schema: S, message: string) =>
  Schema.optionalKey(Schema.UndefinedOr(schema).annotate({ message }));

/** @internal */
export const oneOrMany = <S extends Schema.Top>(one: S) =>
  optional(Schema.Union([one, Schema.Array(one)]), words.texts);

const makeParts = () => {
  const text = Schema.String.annotate({ message: words.text });
  const optionalText = optional(text, words.text);
  const optionalFlag = optional(Schema.Boolean, words.flag);
  const surname = text
    .check(Schema.makeFilter((value: string) => !isBlank(value) || words.blank))
    .annotateKey({ messageMissingKey: words.required });
  const phone = text.check(Schema.makeFilter((value: string) => isPhone(value) || words.phone));
  const finite = Schema.Number.check(Schema.isFinite({ message: words.finite }));
  const optionalId = optional(Schema.Union([Schema.String, finite]), words.id);
  const customFieldValue = Schema.Union([
    Schema.String,
    finite,
    Schema.Boolean,
    Schema.Null,
    Schema.Undefined,
  ]).annotate({ message: words.customField });
  const address = Schema.Struct({
    street: optionalText,
    building: optionalText,
    flat: optionalText,
    postcode: optionalText,
    city: optionalText,
    country: optionalText,
  });
  const optionalAddress = optional(address, words.object);
  const fields = {
    surname,
    name: optionalText,
    email: oneOrMany(text),
    phone_number: oneOrMany(phone),
    company_id: optionalId,
    type: optionalText,
    group: optionalText,
    identifier: optionalId,
    gender: optionalText,
    homepage: optionalText,
    birthdate: optionalText,
    nip: optionalText,
    note: optionalText,
    pesel: optionalText,
    job: optionalText,
    job_title: optionalText,
    account_manager: optionalText,
    custom_fields: optional(Schema.Record(Schema.String, customFieldValue), words.object),
    fill_read_only_custom_fields: optionalFlag,
    vip: optionalFlag,
    address: optionalAddress,
    invoice_address: optionalAddress,
    mail_drop_address: optionalAddress,
  };
  return { text, address, fields };
};

let parts: ReturnType<typeof makeParts> | undefined;

/** @internal The schemas' parts, made when they are asked for: a program that uses no schema carries none. */
export const schemaParts = (): ReturnType<typeof makeParts> => parts ??= makeParts();

/** Schema of {@linkcode Address}. */
export const Address: Schema.Codec<Address> =
  /* @__PURE__ */ (() => exactly<Address>()(schemaParts().address))();

/**
 * Schema of {@linkcode Customer}: the contract's rules and no more. Decoding drops fields that the
 * contract doesn't know, as schemas do; `validateCustomer` never does.
 */
export const Customer: Schema.Codec<Customer> = /* @__PURE__ */ (() =>
  exactly<Customer>()(
    Schema.Struct(schemaParts().fields).annotate({ message: words.object }),
  ))();
