/**
 * Every customer passes this gate before it may join a batch: unknown input in, a {@linkcode Customer}
 * or its {@linkcode Issue}s out. It never throws on input and never drops a field silently. The customer that it
 * returns is a plain copy: the input may answer differently when it is read again.
 *
 * @module
 */
import * as Result from "effect/Result";
import { checkChoice } from "../internal/check_option.ts";
import { type Fields, isObject } from "../internal/json.ts";
import { copyOfSureCustomer } from "./fast/check.ts";
import { customerFields, fieldsOfKind } from "./fields.ts";
import type { Issue } from "./issue.ts";
import { Issues } from "./issues.ts";
import type { Customer } from "./model.ts";
import { type Profiles, readCustomer } from "./read.ts";
import { words } from "./rules.ts";
import { withUnknownFields } from "./unknown_fields.ts";

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
   * an issue that names the field. `send`: the field goes to Thulium unchanged. Its value must be a JSON value, nested
   * at most 100 levels deep, with at most 1,000,000 values in it.
   *
   * @default "refuse"
   */
  readonly unknownFields?: "refuse" | "send" | undefined;
  /**
   * What happens to a field that is `null`. `refuse`: the customer is rejected with an issue that names the field.
   * `omit`: the field is not sent, as if it were not given; so are parts of an address and elements of a list. A custom
   * field that is `null` is sent in either case, because it clears the field.
   *
   * @default "refuse"
   */
  readonly nulls?: "refuse" | "omit" | undefined;
}

/** Throws a `RangeError` if an option is not one of its choices. */
export const checkValidationOptions = (options: ValidationOptions = {}): void => {
  checkChoice("profile", options.profile ?? "contract", ["contract", "strict"]);
  checkChoice("unknownFields", options.unknownFields ?? "refuse", ["refuse", "send"]);
  checkChoice("nulls", options.nulls ?? "refuse", ["refuse", "omit"]);
};

/**
 * Checks one customer from outside, and returns a plain copy of it, or what is wrong with it.
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
    const copy = options?.profile === "strict" ? undefined : copyOfSureCustomer(input);
    return copy === undefined
      ? readRow(input, options ?? {}, readCustomer, customerNames, options?.nulls ?? "refuse")
      : Result.succeed(copy);
  } catch {
    return Result.fail(unreadable);
  }
};

const customerNames: ReadonlySet<string> = new Set(Object.keys(customerFields));

/** What was thrown while a row was read may hold personal data. */
export const unreadable: ReadonlyArray<Issue> = [{ path: "", message: words.unreadable }];

/** A row that keeps the rules, or what is wrong with it. */
export type Validated<Row> = Result.Result<Row, ReadonlyArray<Issue>>;

/**
 * Reads input as a row with these fields, by `read`; refuses or keeps the other fields. `nulls` says what becomes of a
 * `null`, if it means nothing by itself.
 */
export const readRow = <Row extends object>(
  input: unknown,
  { profile = "contract", unknownFields }: ValidationOptions,
  read: (input: unknown, profile: keyof Profiles, issues: Issues) => Row,
  names: ReadonlySet<string>,
  nulls?: ValidationOptions["nulls"],
): Validated<Row> => {
  const issues = new Issues(nulls);
  const fields = isObject(input) ? readOnce(input, names) : undefined;
  let row = read(fields ?? input, profile, issues);
  if (fields !== undefined) {
    refuseOpaque(fields, issues);
    row = withUnknownFields(row, fields, names, unknownFields === "send", issues);
  }
  return issues.count > 0 ? Result.fail(issues.all) : Result.succeed(row);
};

/** The fields of an object, each read once: also those of the contract that are inherited or not enumerable. */
const readOnce = (input: Fields, names: ReadonlySet<string>): Fields => {
  const fields: { [field: string]: unknown } = { ...input };
  for (const name of names) {
    if (!(name in fields) && name in input) fields[name] = input[name];
  }
  return fields;
};

const structures = [...fieldsOfKind("customFields"), ...fieldsOfKind("address")];

/** A `Map` or a `Date` has no fields of its own and would go out as `{}`. */
const refuseOpaque = (fields: Fields, issues: Issues): void => {
  for (const field of structures) {
    const value = fields[field];
    if (isObject(value) && isOpaque(value)) issues.add(field, words.plain);
  }
};

const isOpaque = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return !isPlain && Object.keys(value).length === 0;
};
