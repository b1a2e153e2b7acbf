/**
 * What the strict profile asks for on top of the contract. A blank value counts as not given and passes.
 *
 * @module
 */
import type { Address, Customer } from "./customer.ts";
import { isIsoDate, isNip, isPolishPostcode, readGender, readPesel } from "./polish_ids.ts";
import { strictWords } from "./rule_words.ts";

/** The WHATWG HTML standard's "valid e-mail address", which browsers apply to `type="email"`. */
const email =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

const isBlank = (value = ""): boolean => value.trim() === "";

/** A rule for a text. */
export interface TextRule {
  readonly holds: (value: string) => boolean;
  readonly word: string;
}

const rule = (holds: (value: string) => boolean, word: string): TextRule => ({
  holds: (value) => isBlank(value) || holds(value),
  word,
});

/** The rules for texts, by the fields that they are for. */
export const textRules = {
  email: rule((value) => email.test(value), strictWords.email),
  birthdate: rule(isIsoDate, strictWords.date),
  nip: rule(isNip, strictWords.nip),
  pesel: rule((value) => readPesel(value) !== undefined, strictWords.pesel),
};

const isForeign = ({ country }: Address): boolean =>
  !/^(pl|pol|polska|poland)?$/i.test((country ?? "").trim());

/** Whether an address has a Polish postcode, if it should have one. */
export const hasGoodPostcode = (address: Address): boolean =>
  isForeign(address) || isBlank(address.postcode) || isPolishPostcode(address.postcode ?? "");

/** A broken rule, in a field. */
export interface FieldFault {
  readonly field: keyof Customer;
  readonly word: string;
}

/** Where a customer's date of birth and gender are not those that the PESEL says. */
export const disagreementsWithPesel = (
  { birthdate, gender, pesel }: Customer,
): ReadonlyArray<FieldFault> => {
  const facts = readPesel(pesel ?? "");
  if (facts === undefined) return [];
  const faults: Array<FieldFault> = [];
  if (isIsoDate(birthdate ?? "") && birthdate !== facts.birthdate) {
    faults.push({ field: "birthdate", word: strictWords.birthdateOfPesel });
  }
  const given = readGender(gender ?? "");
  if (given !== undefined && given !== facts.gender) {
    faults.push({ field: "gender", word: strictWords.genderOfPesel });
  }
  return faults;
};
