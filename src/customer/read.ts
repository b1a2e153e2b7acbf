/**
 * Reads unknown input as a customer: what is to be sent, and every broken rule. It says what the schemas
 * `Customer` and `StrictCustomer` say, in the same words and order; a property test holds it to them.
 *
 * It exists beside the schemas because they are slow where rules are broken (some twenty times), and
 * because they would add a third to every bundle.
 *
 * @module
 */
import { isObject } from "../internal/json.ts";
import { addressFields, customerFields, type FieldKind, type FieldKinds } from "./fields.ts";
import type { Issue } from "./issue.ts";
import type { Address, Customer } from "./model.ts";
import { isBlank, isPhone, type TextRule, words } from "./rules.ts";
import { disagreementsWithPesel, hasGoodPostcode, strictWords, textRules } from "./strict_rules.ts";

/** Reads the value at a path: returns what is to be sent, and adds the rules that it breaks to `issues`. */
type Read = (value: unknown, path: string, issues: Array<Issue>) => unknown;

const textThat = (...rules: ReadonlyArray<TextRule>): Read => (value, path, issues) => {
  if (typeof value !== "string") issues.push({ path, message: words.text });
  else {
    for (const { holds, word } of rules) {
      if (!holds(value)) issues.push({ path, message: word });
    }
  }
  return value;
};

const oneOrMany = (one: Read): Read => (value, path, issues) => {
  if (typeof value === "string") return one(value, path, issues);
  if (Array.isArray(value)) {
    return Array.from(value, (item, i) => one(item, `${path}[${i}]`, issues));
  }
  issues.push({ path, message: words.texts });
  return value;
};

/** A text, a finite number, or a value that `isElse` accepts. */
const scalar =
  (isElse: (value: unknown) => boolean, word: string): Read => (value, path, issues) => {
    if (typeof value === "number") {
      if (!Number.isFinite(value)) issues.push({ path, message: words.finite });
    } else if (typeof value !== "string" && !isElse(value)) {
      issues.push({ path, message: word });
    }
    return value;
  };

const isFlag = (value: unknown): value is boolean => typeof value === "boolean";

const flag: Read = (value, path, issues) => {
  if (!isFlag(value)) issues.push({ path, message: words.flag });
  return value;
};

const customField = scalar(
  (value) => isFlag(value) || value === null || value === undefined,
  words.customField,
);

/** Names of custom fields are the caller's own and may be personal, so paths do not show them. */
const customFields: Read = (value, path, issues) => {
  if (!isObject(value)) {
    issues.push({ path, message: words.object });
    return value;
  }
  const entries = Object.entries(value);
  for (const [, field] of entries) customField(field, `${path}.*`, issues);
  return Object.fromEntries(entries);
};

/** Reads the known fields of an object and leaves the others out. `undefined` counts as missing. */
const fieldsOf = (reads: ReadonlyMap<string, Read>): Read => (value, path, issues) => {
  if (!isObject(value)) {
    issues.push({ path, message: words.object });
    return value;
  }
  const read: { [field: string]: unknown } = {};
  for (const [name, readField] of reads) {
    const isRequired = name === "surname";
    if (!(name in value)) {
      if (isRequired) issues.push({ path: name, message: words.required });
    } else if (value[name] !== undefined || isRequired) {
      read[name] = readField(value[name], path === "" ? name : `${path}.${name}`, issues);
    }
  }
  return read;
};

const readsOf = (
  kinds: FieldKinds,
  reads: { readonly [kind in FieldKind]: Read },
  special: { readonly [field: string]: Read } = {},
): ReadonlyMap<string, Read> =>
  new Map(Object.entries(kinds).map(([field, kind]) => [field, special[field] ?? reads[kind]]));

const notBlank: TextRule = { holds: (value) => !isBlank(value), word: words.blank };
const numeric: TextRule = { holds: isPhone, word: words.phone };

const scalars: { readonly [kind in Exclude<FieldKind, "address">]: Read } = {
  surname: textThat(notBlank),
  text: textThat(),
  texts: oneOrMany(textThat()),
  phones: oneOrMany(textThat(numeric)),
  id: scalar(() => false, words.id),
  flag,
  customFields,
};

const noAddress: Read = (value) => value;
const readAddress = fieldsOf(readsOf(addressFields, { ...scalars, address: noAddress }));

/** Checks the postcode only if the rest of the address is well-formed. */
const readPolishAddress: Read = (value, path, issues) => {
  const before = issues.length;
  const address = readAddress(value, path, issues);
  if (issues.length === before && !hasGoodPostcode(address as Address)) {
    issues.push({ path: `${path}.postcode`, message: strictWords.postcode });
  }
  return address;
};

const readContract = fieldsOf(readsOf(customerFields, { ...scalars, address: readAddress }));

const readStrictFields = fieldsOf(
  readsOf(customerFields, { ...scalars, address: readPolishAddress }, {
    email: oneOrMany(textThat(textRules.email)),
    birthdate: textThat(textRules.birthdate),
    nip: textThat(textRules.nip),
    pesel: textThat(textRules.pesel),
  }),
);

const readStrict: Read = (value, path, issues) => {
  const customer = readStrictFields(value, path, issues);
  if (issues.length > 0) return customer;
  for (const { field, word } of disagreementsWithPesel(customer as Customer)) {
    issues.push({ path: field, message: word });
  }
  return customer;
};

const profiles = { contract: readContract, strict: readStrict };

/** A customer that was read. */
export interface ReadCustomer {
  /** A plain object with the known fields. It is a customer only if there are no issues. */
  readonly customer: Customer;
  readonly issues: ReadonlyArray<Issue>;
}

/** Reads input by the rules of a profile. Fields that the contract does not know are left out. */
export const readCustomer = (input: unknown, profile: keyof typeof profiles): ReadCustomer => {
  const issues: Array<Issue> = [];
  const customer = profiles[profile](input, "", issues) as Customer;
  return { customer, issues };
};
