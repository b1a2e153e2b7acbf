/**
 * `GET /api/customers`: the filters that it knows, and how it shows a customer.
 *
 * A parameter that is no filter is ignored, so that an answer may hold customers that were not asked for.
 *
 * @module
 */
import { addressNames } from "./contract.ts";
import { type Filters, type StoredCustomer, valueOf } from "./system.ts";

/** The fields that customers can be looked up by. */
const filterFields = ["identifier", "email", "phone_number", "nip", "company_id", "type", "group"];

/** The filters of a query: of `custom_fields[Kraj][0]=POLSKA` and the like, too. */
export const filtersOf = (query: URLSearchParams): Filters => {
  const customFields = new Map<string, ReadonlyArray<string>>();
  for (const [parameter, value] of query) {
    const name = /^custom_fields\[([^[\]]+)\](?:\[\d*\])?$/.exec(parameter)?.[1];
    if (name !== undefined) customFields.set(name, [...customFields.get(name) ?? [], value]);
  }
  return {
    fields: filterFields.flatMap((field) => {
      const value = query.get(field);
      return value === null ? [] : [[field, value] as const];
    }),
    customFields,
  };
};

/** Unset fields are shown as empty texts. */
const unset = {
  name: "",
  surname: "",
  identifier: "",
  company_id: "",
  type: "",
  group: "",
  account_manager: "",
};

/** What an answer shows besides the fields that it always shows. */
export interface Included {
  /** The names of the custom fields, if they were asked for. */
  readonly customFields: ReadonlyArray<string> | undefined;
  /** The addresses that were asked for. */
  readonly addresses: ReadonlyArray<string>;
}

/** What a query asks for. `customFields` are the names of those that exist. */
export const includedIn = (
  query: URLSearchParams,
  customFields: ReadonlyArray<string>,
): Included => {
  const isAsked = (what: string) => query.get(`include_${what}`) === "true";
  return {
    customFields: isAsked("custom_fields") ? customFields : undefined,
    addresses: addressNames.filter(isAsked),
  };
};

/** A customer as it is shown. */
export const present = (
  customer: StoredCustomer,
  { addresses, customFields }: Included,
): object => {
  const { customer_id } = customer;
  const fields = Object.fromEntries(
    Object.entries(customer.fields).filter(([field]) =>
      !addressNames.includes(field) || addresses.includes(field)
    ),
  );
  const [phones, emails] = [fields.phone_number, fields.email].map((value) =>
    value === undefined ? [] : [value].flat()
  );
  return {
    ...unset,
    ...fields,
    customer_id,
    email: emails[0] ?? "",
    emails,
    phone_number: phones[0] ?? "",
    phone_numbers: phones,
    ...(customFields === undefined ? {} : {
      custom_fields: Object.fromEntries(
        customFields.map((name) => [name, valueOf(customer, name)]),
      ),
    }),
  };
};
