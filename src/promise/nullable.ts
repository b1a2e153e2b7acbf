/**
 * A customer as a database or a form gives it, with `null` where there is no value.
 *
 * @module
 */
import type { Customer } from "../customer/model.ts";

/**
 * A {@linkcode Customer} of which any field may be `null`. With the option `nulls: "omit"` such a field counts as not given:
 * `thulium.add<NullableCustomer>(rows, { nulls: "omit" })`.
 */
export type NullableCustomer = { readonly [Field in keyof Customer]: OrNull<Customer[Field]> };

type OrNull<Value> = Value extends ReadonlyArray<infer Part> ? ReadonlyArray<Part | null> | null
  : Value extends object ? { readonly [Part in keyof Value]: Value[Part] | null } | null
  : Value | null;
