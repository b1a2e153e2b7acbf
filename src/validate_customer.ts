/**
 * The gate that every customer passes before it may join a batch: unknown input in, a
 * {@linkcode Customer} or its {@linkcode Issue}s out. Never throws, and never lets a field vanish:
 * one that the contract doesn't know is an issue that names it, or goes out unchanged on request.
 *
 * @module
 */
import * as Result from "effect/Result";
import { checkChoice } from "./check_option.ts";
import type { Customer } from "./customer.ts";
import { addressKinds, customerKinds } from "./field_kind.ts";
import type { Issue } from "./issue.ts";
import { type Fields, isObject } from "./json.ts";
import { readCustomer } from "./read_customer.ts";
import { isSurelyCustomer } from "./surely_customer.ts";

/** How strictly customers are looked at before they are sent. */
export interface ValidationOptions {
  /**
   * `contract`: the rules of the vendor's page and no more. `strict`: also NIP and PESEL checksums,
   * e-mail, Polish postcode and date forms.
   *
   * @default "contract"
   */
  readonly profile?: "contract" | "strict" | undefined;
  /**
   * What becomes of a field that the contract doesn't know. `refuse`: the customer is rejected with
   * an issue that names the field. `send`: it goes to Thulium unchanged.
   *
   * @default "refuse"
   */
  readonly unknownFields?: "refuse" | "send" | undefined;
}

const maxIssues = 50;

const customerFieldNames: ReadonlySet<string> = new Set(Object.keys(customerKinds));
const addressFieldNames: ReadonlySet<string> = new Set(Object.keys(addressKinds));
const structures = ["custom_fields", "address", "invoice_address", "mail_drop_address"];
const addresses = ["address", "invoice_address", "mail_drop_address"] as const;

/** Throws a `RangeError` unless the options are known. */
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
    return Result.succeed(unknown.length === 0 ? customer : join(customer, unknown));
  } catch {
    return Result.fail([{ path: "", message: "could not be read: a property of it throws" }]);
  }
};

/** Whether `JSON.stringify` writes a value, and all that is in it, as it is; nothing holds itself. */
const isJson = (value: unknown, around: ReadonlyArray<unknown> = []): boolean => {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) {
    return value === null || typeof value === "string" || typeof value === "boolean";
  }
  const isInside = (part: unknown) => isJson(part, [...around, value]);
  if (around.includes(value)) return false;
  if (Array.isArray(value)) return Array.from(value).every(isInside);
  const prototype = Object.getPrototypeOf(value);
  return (prototype === null || prototype === Object.prototype) &&
    Object.values(value).every(isInside);
};

/** A `Map` or `Date` has no fields of its own and would go out as `{}`. */
const notPlain = (input: Fields): ReadonlyArray<Issue> =>
  structures
    .filter((field) => isObject(input[field]) && isOpaque(input[field]))
    .map((field) => ({ path: field, message: "must be a plain object" }));

const isOpaque = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return !isPlain && Object.keys(value).length === 0;
};

/** A field outside the contract, with the address that it stands in, if any. */
interface UnknownField {
  readonly address: typeof addresses[number] | undefined;
  readonly name: string;
  readonly value: unknown;
}

const unknownFieldsOf = (input: Fields): ReadonlyArray<UnknownField> => {
  const found: Array<UnknownField> = [];
  for (const name of Object.keys(input)) {
    if (customerFieldNames.has(name) || input[name] === undefined) continue;
    found.push({ address: undefined, name, value: input[name] });
  }
  for (const address of addresses) {
    const fields = input[address];
    if (!isObject(fields)) continue;
    for (const name of Object.keys(fields)) {
      if (addressFieldNames.has(name) || fields[name] === undefined) continue;
      found.push({ address, name, value: fields[name] });
    }
  }
  return found;
};

/** A table without a header makes names of values: what does not look like a name is not shown. */
const fieldName = /^\p{L}[\p{L}\p{N}_-]{0,63}$/u;

const pathOf = ({ address, name }: UnknownField): string => {
  const shown = fieldName.test(name) ? name : "*";
  return address === undefined ? shown : `${address}.${shown}`;
};

const refused = (fields: ReadonlyArray<UnknownField>): ReadonlyArray<Issue> =>
  fields.map((field) => ({ path: pathOf(field), message: "is not a field of the contract" }));

const notSendable = (fields: ReadonlyArray<UnknownField>): ReadonlyArray<Issue> =>
  fields
    .filter(({ value }) => !isJson(value))
    .map((field) => ({ path: pathOf(field), message: "must be a JSON value" }));

/** Rebuilt from entries, so that a field named `__proto__` stays a field. */
const withFields = <A extends object>(object: A, fields: ReadonlyArray<UnknownField>): A =>
  Object.fromEntries([
    ...Object.entries(object),
    ...fields.map(({ name, value }) => [name, value]),
  ]) as A;

const join = (customer: Customer, unknown: ReadonlyArray<UnknownField>): Customer => {
  const joined = { ...customer };
  for (const address of addresses) {
    const fields = unknown.filter((field) => field.address === address);
    const known = joined[address];
    if (known !== undefined && fields.length > 0) joined[address] = withFields(known, fields);
  }
  return withFields(joined, unknown.filter((field) => field.address === undefined));
};

const capped = (issues: ReadonlyArray<Issue>): ReadonlyArray<Issue> =>
  issues.length <= maxIssues ? issues : [
    ...issues.slice(0, maxIssues),
    { path: "", message: `has ${issues.length - maxIssues} more issues` },
  ];
