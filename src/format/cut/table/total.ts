/**
 * Rows of totals, which spreadsheets and reports put below a table.
 *
 * @module
 */
import { isObject } from "../../../internal/json.ts";

const total =
  /^(?:razem|suma|łącznie|ogółem|w sumie|total|grand total|subtotal|sum|summe|gesamt|insgesamt|gesamtsumme)\s*[:=]?\s*[\d\s.,]*$/iu;

/** A line below a table, which nobody is called: `Liczba rekordów: 2`, `Strona 1 z 3`. */
const footer = /:|^(?:strona|page|seite)\s+\d/iu;

const number = /^[-+\d\s.,%]*(?:zł|pln|eur|€)?$/iu;

/** What a total has no value of. */
const ofPeople = ["name", "email", "phone_number"];

/**
 * Whether a customer is a row of totals: its surname is a word for one, and all else are numbers. A person of that name
 * has a first name, an e-mail address or a phone number. A text with a colon that stands alone is no name either.
 */
export const isTotal = (customer: { readonly [field: string]: unknown }): boolean => {
  const { surname } = customer;
  if (typeof surname !== "string") return false;
  if (footer.test(surname) && Object.keys(customer).length === 1) return true;
  return surname.length <= 60 && total.test(surname) &&
    !ofPeople.some((field) => Object.hasOwn(customer, field)) &&
    Object.entries(customer).every(([field, value]) => field === "surname" || isNumber(value));
};

const isNumber = (value: unknown): boolean =>
  isObject(value)
    ? Object.values(value).every(isNumber)
    : typeof value !== "string" || number.test(value);
