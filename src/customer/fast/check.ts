/**
 * The fast path for values: says yes to most valid customers, several times as fast as the reader and
 * without a copy. It only ever says yes; for anything else the reader decides. A property test holds it
 * to the schema: what it accepts, the schema takes unchanged.
 *
 * @module
 */
import { addressFields, customerFields, type FieldKind, type FieldKinds } from "../fields.ts";
import type { Customer } from "../model.ts";
import { isBlank, isPhone } from "../rules.ts";
import type { Fields } from "../../internal/json.ts";

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isId: Check = (value) => typeof value === "string" || Number.isFinite(value);
const isPhoneText: Check = (value) => typeof value === "string" && isPhone(value);
const isCustomFieldValue: Check = (value) => isId(value) || isFlag(value) || value === null;

/** `for … in` also visits inherited fields, so only plain objects are accepted. */
const isPlain = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const isOneOrMany = (isOne: Check): Check => (value) => {
  if (isOne(value)) return true;
  if (!Array.isArray(value) || Object.getPrototypeOf(value) !== Array.prototype) return false;
  for (const item of value) if (!isOne(item)) return false;
  return true;
};

const hasFields = (checks: ReadonlyMap<string, Check>): Check => (value) => {
  if (!isPlain(value)) return false;
  for (const name in value) {
    const check = checks.get(name);
    // Most fields are texts; checking them here saves a call for each.
    const isGood = check === isText ? typeof value[name] === "string" : check?.(value[name]);
    if (isGood !== true) return false;
  }
  return true;
};

const isCustomFields: Check = (value) => {
  if (!isPlain(value)) return false;
  for (const name in value) if (!isCustomFieldValue(value[name])) return false;
  return true;
};

const checks: { readonly [kind in FieldKind]: Check } = {
  surname: (value) => typeof value === "string" && !isBlank(value),
  text: isText,
  texts: isOneOrMany(isText),
  phones: isOneOrMany(isPhoneText),
  id: isId,
  flag: isFlag,
  customFields: isCustomFields,
  address: (value) => isAddress(value),
};

const checksOf = (kinds: FieldKinds): ReadonlyMap<string, Check> =>
  new Map(Object.entries(kinds).map(([field, kind]) => [field, checks[kind]]));

const isAddress = hasFields(checksOf(addressFields));
const isCustomer = hasFields(checksOf(customerFields));

/** Whether the input certainly is a customer by the contract's rules and has no other fields. */
export const isSurelyCustomer = (input: unknown): input is Customer =>
  isCustomer(input) && Object.prototype.propertyIsEnumerable.call(input, "surname");
