/**
 * Every customer passes this gate before it may join a batch: unknown input in, a {@linkcode Customer}
 * or its {@linkcode Issue}s out. It never throws on input and never drops a field silently.
 *
 * @module
 */
import * as Result from "effect/Result";
import { checkChoice } from "../internal/check_option.ts";
import { type Fields, isObject } from "../internal/json.ts";
import { isSurelyCustomer } from "./fast/check.ts";
import type { Issue } from "./issue.ts";
import type { Customer } from "./model.ts";
import { readCustomer } from "./read.ts";
import { notSendable, refused, unknownFieldsOf, withUnknownFields } from "./unknown_fields.ts";

/** How strictly customers are checked before they are sent. */
export interface ValidationOptions {
  /**
   * `contract`: the rules of the vendor's page and no more. `strict`: also NIP and PESEL checksums,
   * e-mail addresses, Polish postcodes and ISO dates.
   *
   * @default "contract"
   */
  readonly profile?: "contract" | "strict" | undefined;
  /**
   * What happens to a field that the contract does not know. `refuse`: the customer is rejected with
   * an issue that names the field. `send`: the field goes to Thulium unchanged.
   *
   * @default "refuse"
   */
  readonly unknownFields?: "refuse" | "send" | undefined;
}

/** Issues beyond this number are only counted. */
const maxIssues = 50;

/** Throws a `RangeError` if an option is not one of its choices. */
export const checkValidationOptions = (options: ValidationOptions = {}): void => {
  checkChoice("profile", options.profile ?? "contract", ["contract", "strict"]);
  checkChoice("unknownFields", options.unknownFields ?? "refuse", ["refuse", "send"]);
};

/**
 * Checks one customer from outside.
 *
 * @throws {RangeError} If an option is not one of its choices.
 *
 * @example
 * ```ts
 * import * as Result from "effect/Result";
 * import { validateCustomer } from "@thulium-effect/batch-customers";
 *
 * const result = validateCustomer({ name: "Jan", phone: "600100200" });
 * if (Result.isFailure(result)) {
 *   console.log(result.failure);
 *   // [{ path: "surname", message: "is required" },
 *   //  { path: "phone", message: "is not a field of the contract" }]
 * }
 * ```
 */
export const validateCustomer = (
  input: unknown,
  options?: ValidationOptions,
): Result.Result<Customer, ReadonlyArray<Issue>> => {
  if (options !== undefined) checkValidationOptions(options);
  try {
    if (options?.profile !== "strict" && isSurelyCustomer(input)) return Result.succeed(input);
    const { customer, issues: broken } = readCustomer(input, options?.profile ?? "contract");
    const unknown = isObject(input) ? unknownFieldsOf(input) : [];
    const issues = [
      ...broken,
      ...(isObject(input) ? notPlain(input) : []),
      ...(options?.unknownFields === "send" ? notSendable(unknown) : refused(unknown)),
    ];
    if (issues.length > 0) return Result.fail(capped(issues));
    return Result.succeed(unknown.length === 0 ? customer : withUnknownFields(customer, unknown));
  } catch {
    return Result.fail([{ path: "", message: "could not be read: a property of it throws" }]);
  }
};

const structures = ["custom_fields", "address", "invoice_address", "mail_drop_address"];

/** A `Map` or a `Date` has no fields of its own and would go out as `{}`. */
const notPlain = (input: Fields): ReadonlyArray<Issue> =>
  structures
    .filter((field) => isObject(input[field]) && isOpaque(input[field]))
    .map((field) => ({ path: field, message: "must be a plain object" }));

const isOpaque = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return !isPlain && Object.keys(value).length === 0;
};

const capped = (issues: ReadonlyArray<Issue>): ReadonlyArray<Issue> =>
  issues.length <= maxIssues ? issues : [
    ...issues.slice(0, maxIssues),
    { path: "", message: `has ${issues.length - maxIssues} more issues` },
  ];
