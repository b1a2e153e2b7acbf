/**
 * Reads unknown input as a customer: what is to be sent, and every broken rule. It says what the schemas
 * `Customer` and `StrictCustomer` say, in the same words and order; a property test holds it to them.
 *
 * It exists beside the schemas because they are slow where rules are broken (some twenty times), and
 * because they would add a third to every bundle.
 *
 * @module
 */
import { isObject, LongNumber } from "../internal/json.ts";
import { addressFields, customerFields, type FieldKind } from "./fields.ts";
import type { Issues } from "./issues.ts";
import type { Address, Customer } from "./model.ts";
import { isBlank, isPhone, isSafeId, maxValues, type TextRule, words } from "./rules.ts";
import { disagreementsWithPesel, hasGoodPostcode, strictWords, textRules } from "./strict_rules.ts";

/**
 * Reads the value at a path, or at a place in the list that stands there: returns what is to be sent, and adds the
 * rules that the value breaks to `issues`. It reads each part of the value once, and what it returns are texts,
 * numbers, flags, `null`, and plain copies of lists and objects, so that what was checked is what is sent.
 */
export type Read = (value: unknown, path: string, issues: Issues, place?: number) => unknown;

const textThat = (...rules: ReadonlyArray<TextRule>): Read => (value, path, issues, place) => {
  if (typeof value !== "string") issues.add(path, words.text, place);
  else {
    for (const { holds, word } of rules) {
      if (!holds(value)) issues.add(path, word, place);
    }
  }
  return value;
};

const oneOrMany = (one: Read): Read => (value, path, issues) => {
  if (typeof value === "string") return one(value, path, issues);
  if (!Array.isArray(value)) {
    issues.add(path, words.texts);
    return value;
  }
  // By index: the list may have holes, and its iterator may be anything.
  const { length } = value;
  const list: Array<unknown> = [];
  if (length > maxValues) issues.add(path, words.values);
  else {
    for (let i = 0; i < length; i++) {
      const part: unknown = value[i];
      if (part !== null || issues.nulls !== "omit") list.push(one(part, path, issues, i));
    }
  }
  return list;
};

/** A text, a number that `isGood` accepts, or a value that `isElse` accepts. */
const scalar = (
  isElse: (value: unknown) => boolean,
  word: string,
  isGood: (value: number) => boolean = () => true,
): Read =>
(value, path, issues) => {
  if (typeof value === "string") return value;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) issues.add(path, words.finite);
    else if (!isGood(value)) issues.add(path, words.exact);
  } else if (value instanceof LongNumber) {
    if (value.exact !== undefined) return value.exact;
    // A whole number is the same as text, to the last digit.
    if (/^-?\d+$/.test(value.text)) return value.text;
    issues.add(path, words.exact);
  } else if (!isElse(value)) {
    issues.add(path, word);
  }
  return value;
};

const isFlag = (value: unknown): value is boolean => typeof value === "boolean";

const flag: Read = (value, path, issues) => {
  if (!isFlag(value)) issues.add(path, words.flag);
  return value;
};

const customField = scalar(
  (value) => isFlag(value) || value === null || value === undefined,
  words.customField,
);

/**
 * An empty list in place of an object is what PHP writes. The schemas do not say so; here it is said if the issues have a
 * setting for `null`, which only the validation of customers gives.
 */
const noObject = (value: unknown, path: string, { nulls }: Issues): string =>
  nulls !== undefined && path !== "" && Array.isArray(value) && value.length === 0
    ? words.emptyList
    : words.object;

const refuseNull = (place: string, isRequired: boolean, issues: Issues): void => {
  if (issues.nulls === "refuse") issues.add(place, isRequired ? words.requiredNull : words.null);
  else if (isRequired) issues.add(place, words.required);
};

/** Names of custom fields are the caller's own and may be personal, so paths do not show them. */
const customFields: Read = (value, path, issues) => {
  if (!isObject(value)) {
    issues.add(path, noObject(value, path, issues));
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, customField(field, `${path}.*`, issues)]),
  );
};

/** Whether the value of a field that is not required counts as missing. */
export type IsMissing = (value: unknown) => boolean;

/** Reads the known fields of an object and leaves the others out. */
const fieldsOf = (
  reads: ReadonlyMap<string, Read>,
  isMissing: IsMissing,
  required?: string,
): Read =>
(value, path, issues) => {
  if (!isObject(value)) {
    issues.add(path, noObject(value, path, issues));
    return value;
  }
  const read: { [field: string]: unknown } = {};
  for (const [name, readField] of reads) {
    const isRequired = name === required;
    if (!(name in value)) {
      if (isRequired) issues.add(name, words.required);
      continue;
    }
    const field = value[name];
    const place = path === "" ? name : `${path}.${name}`;
    if (isRequired || !isMissing(field)) {
      if (field === null && issues.nulls !== undefined) refuseNull(place, isRequired, issues);
      else read[name] = readField(field, place, issues);
    }
  }
  return read;
};

const readsOf = <Kind extends string>(
  kinds: { readonly [field: string]: Kind },
  reads: { readonly [kind in Kind]: Read },
  special: { readonly [field: string]: Read } = {},
): ReadonlyMap<string, Read> =>
  new Map(Object.entries(kinds).map(([field, kind]) => [field, special[field] ?? reads[kind]]));

const notBlank: TextRule = { holds: (value) => !isBlank(value), word: words.blank };
const numeric: TextRule = { holds: isPhone, word: words.phone };

/** How each kind of value is read that is no address. */
export const scalars: { readonly [kind in Exclude<FieldKind, "address">]: Read } = {
  surname: textThat(notBlank),
  text: textThat(),
  texts: oneOrMany(textThat()),
  phones: oneOrMany(textThat(numeric)),
  id: scalar(() => false, words.id, isSafeId),
  flag,
  customFields,
};

const noAddress: Read = (value) => value;

/** Checks the postcode only if the rest of the address is well-formed. */
const polish = (readAddress: Read): Read => (value, path, issues) => {
  const before = issues.count;
  const address = readAddress(value, path, issues);
  if (issues.count === before && !hasGoodPostcode(address as Address)) {
    issues.add(`${path}.postcode`, strictWords.postcode);
  }
  return address;
};

/** Compares the PESEL with the rest only if nothing else is wrong. */
const agreeing = (readFields: Read): Read => (value, path, issues) => {
  const customer = readFields(value, path, issues);
  if (issues.count > 0) return customer;
  for (const { field, word } of disagreementsWithPesel(customer as Customer)) {
    issues.add(field, word);
  }
  return customer;
};

/** The readers of both profiles. */
export type Profiles = { readonly [profile in "contract" | "strict"]: Read };

/** Makes the readers for the fields of a table. */
export const profilesOf = <Kind extends string>(
  kinds: { readonly [field: string]: Kind },
  reads: { readonly [kind in Exclude<Kind, "address">]: Read },
  isMissing: IsMissing,
  required: string,
): Profiles => {
  const readAddress = fieldsOf(
    readsOf<FieldKind>(addressFields, { ...scalars, address: noAddress }),
    isMissing,
  );
  const fields = (address: Read, special?: { readonly [field: string]: Read }) =>
    fieldsOf(readsOf<string>(kinds, { ...reads, address }, special), isMissing, required);
  return {
    contract: fields(readAddress),
    strict: agreeing(fields(polish(readAddress), {
      email: oneOrMany(textThat(textRules.email)),
      birthdate: textThat(textRules.birthdate),
      nip: textThat(textRules.nip),
      pesel: textThat(textRules.pesel),
    })),
  };
};

/** In a customer, `undefined` counts as missing. */
const profiles = profilesOf(customerFields, scalars, (value) => value === undefined, "surname");

/**
 * Reads input by the rules of a profile, and adds the broken ones to `issues`. Returns a plain object with the known
 * fields; fields that the contract does not know are left out. It is a customer only if there are no issues.
 */
export const readCustomer = (
  input: unknown,
  profile: keyof Profiles,
  issues: Issues,
): Customer => profiles[profile](input, "", issues) as Customer;
