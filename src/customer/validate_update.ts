/**
 * Every update passes this gate before it may join a batch, as a customer passes `validate.ts`.
 *
 * @module
 */
import * as Result from "effect/Result";
import { updateFields } from "./fields.ts";
import type { Issue } from "./issue.ts";
import { readUpdate } from "./read_update.ts";
import type { CustomerUpdate } from "./update.ts";
import { checkValidationOptions, readRow, unreadable, type ValidationOptions } from "./validate.ts";

/**
 * Checks one update from outside, and returns a plain copy of it, or what is wrong with it. Fields that are `null` are
 * not in the copy, because they change nothing.
 *
 * @throws {RangeError} If an option is not one of its choices.
 *
 * @example
 * ```ts
 * import * as Result from "effect/Result";
 * import { validateCustomerUpdate } from "@thulium-effect/batch-customers";
 *
 * const result = validateCustomerUpdate({ customer_id: 13, name: null, note: "Woli e-mail" });
 * if (Result.isFailure(result)) throw new Error("unexpected");
 * console.log(result.success); // { customer_id: 13, note: "Woli e-mail" }
 * ```
 */
export const validateCustomerUpdate = (
  input: unknown,
  options?: ValidationOptions,
): Result.Result<CustomerUpdate, ReadonlyArray<Issue>> => {
  if (options !== undefined) checkValidationOptions(options);
  try {
    return readRow(input, options ?? {}, readUpdate, updateNames());
  } catch {
    return Result.fail(unreadable);
  }
};

let names: ReadonlySet<string> | undefined;

const updateNames = (): ReadonlySet<string> => names ??= new Set(Object.keys(updateFields));
