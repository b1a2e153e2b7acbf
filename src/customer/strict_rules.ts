/**
 * The strict profile: rules for Polish data on top of the contract's. It is opt-in, because Thulium
 * does not promise these checks and may accept what they refuse. A blank value counts as missing and passes.
 *
 * @module
 */
import type { Address, Customer } from "./model.ts";
import type { TextRule } from "./rules.ts";
import { isIsoDate, isNip, isPolishPostcode, readGender, readPesel } from "./polish_ids.ts";

/** The WHATWG HTML standard's "valid e-mail address", which browsers apply to `type="email"`. */
const email =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

/** Messages for broken rules of the strict profile. */
export const strictWords = {
  email: "must be an e-mail address",
  date: "must be a date, YYYY-MM-DD",
  nip: "must be a NIP: ten digits with a right checksum",
  pesel: "must be a PESEL: eleven digits with a real date and a right checksum",
  postcode: "must be a Polish postcode, NN-NNN",
  birthdateOfPesel: "must be the date of birth that the PESEL says",
  genderOfPesel: "must be the gender that the PESEL says",
} as const;

const isBlank = (value = ""): boolean => value.trim() === "";

const rule = (holds: (value: string) => boolean, word: string): TextRule => ({
  holds: (value) => isBlank(value) || holds(value),
  word,
});

/** The rules for single texts, by field. */
export const textRules = {
  email: rule((value) => email.test(value), strictWords.email),
  birthdate: rule(isIsoDate, strictWords.date),
  nip: rule(isNip, strictWords.nip),
  pesel: rule((value) => readPesel(value) !== undefined, strictWords.pesel),
};

const isForeign = ({ country }: Address): boolean =>
  !/^(pl|pol|polska|poland)?$/i.test((country ?? "").trim());

/** Whether the postcode of an address is right: Polish addresses need a Polish one. */
export const hasGoodPostcode = (address: Address): boolean =>
  isForeign(address) || isBlank(address.postcode) || isPolishPostcode(address.postcode ?? "");

/** A field that breaks a rule. */
export interface FieldFault {
  readonly field: keyof Customer;
  readonly word: string;
}

/** The fields that contradict the PESEL: date of birth, gender. */
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
