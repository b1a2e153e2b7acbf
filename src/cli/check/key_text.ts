/**
 * What makes two customers the same one, as text: the value of the field that `--key` names.
 *
 * @module
 */
import type { BatchItem } from "../../batch/item.ts";
import type { Customer } from "../../customer/model.ts";
import { identifierOf } from "../../batch/identifier.ts";
import { nameOf } from "../../policy/reconcile/same_key.ts";
import { keyOf } from "../key.ts";

/** The text of a customer's key; `undefined` if it has none. */
export type KeyText<Of> = (of: Of) => string | undefined;

/** Finds the key of a customer. */
export const keyTextOf = (field: string | undefined): KeyText<Customer> => {
  if (field === undefined) return () => undefined;
  if (field === "identifier") {
    return ({ identifier }) =>
      identifier === undefined || String(identifier).trim() === "" ? undefined : String(identifier);
  }
  const lookupOf = keyOf(field);
  return (customer) => {
    const lookup = lookupOf(customer);
    return lookup === undefined ? undefined : nameOf(lookup);
  };
};

/** Finds the key of a customer that is to be sent. An identifier is found without parsing the customer. */
export const keyTextOfItem = (field: string | undefined): KeyText<BatchItem> => {
  if (field === "identifier") return identifierOf;
  const textOf = keyTextOf(field);
  return field === undefined ? () => undefined : ({ customer }) => textOf(customer);
};
