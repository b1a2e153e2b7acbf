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

/** Fewer digits than a phone number has. */
const maxSumDigits = 6;

/**
 * Whether a customer is a row of totals: its surname is a word for one, and all else are numbers. A person of that name
 * has a first name, an e-mail address or a phone number. A text with a colon that stands alone is no name either.
 */
export const isTotal = (customer: { readonly [field: string]: unknown }): boolean => {
  const { surname } = customer;
  if (typeof surname !== "string") return false;
  if (footer.test(surname) && Object.keys(customer).length === 1) return true;
  return surname.length <= 60 && total.test(surname) &&
    customer.name === undefined && customer.email === undefined &&
    !isPhone(customer.phone_number) &&
    Object.entries(customer).every(([field, value]) => field === "surname" || isNumber(value));
};

/** Whether there is a phone number, and not a sum in its column. */
const isPhone = (phone: unknown): boolean =>
  phone !== undefined &&
  (typeof phone !== "string" || phone.replaceAll(/\D/g, "").length > maxSumDigits);

const isNumber = (value: unknown): boolean =>
  isObject(value)
    ? Object.values(value).every(isNumber)
    : typeof value !== "string" || number.test(value);
