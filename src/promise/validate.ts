/**
 * The checks of one customer without a request, as plain values: for a form that shows what is wrong before it is sent.
 *
 * @module
 */
import * as Result from "effect/Result";
import type { Issue } from "../customer/issue.ts";
import type { Customer } from "../customer/model.ts";
import { validateCustomer, type ValidationOptions } from "../customer/validate.ts";

/** A customer that keeps the rules; or what is wrong with it, place by place. */
export type Validation =
  | { readonly customer: Customer; readonly issues: readonly [] }
  | { readonly customer: undefined; readonly issues: ReadonlyArray<Issue> };

/**
 * Checks one customer, by the rules of `add`. Nothing is sent.
 *
 * @throws {RangeError} If an option is not one of its choices.
 *
 * @example
 * ```ts
 * import { validate } from "@thulium-effect/batch-customers/promise";
 *
 * const { issues } = validate({ name: "Jan", phone_number: "brak" });
 * console.log(issues.map(({ path, message }) => `${path} ${message}`));
 * // [ "surname is required", "phone_number must be numeric: it has letters and no digit" ]
 * if (issues.length !== 2) throw new Error("unexpected");
 * ```
 */
export const validate = (input: unknown, options?: ValidationOptions): Validation => {
  const result = validateCustomer(input, options);
  return Result.isSuccess(result)
    ? { customer: result.success, issues: [] }
    : { customer: undefined, issues: result.failure };
};
