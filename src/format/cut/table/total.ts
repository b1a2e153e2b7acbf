/**
 * Rows of totals, which spreadsheets and reports put below a table.
 *
 * @module
 */
import { isObject } from "../../../internal/json.ts";

const word =
  "(?:razem|suma|łącznie|ogółem|w sumie|podsumowanie|total|grand total|subtotal|sum|summe|gesamt|insgesamt|gesamtsumme)";
const total = new RegExp(`^${word}\\s*[:=]?\\s*[\\d\\s.,]*$`, "iu");

/**
 * A line below a table, which nobody is called: `Liczba rekordów: 2`, `Strona 1 z 3`, `RAZEM 3 os.`, `(2 rows affected)`,
 * `Wydrukowano 2024-05-01`.
 */
const footer = new RegExp(
  `:|^(?:strona|page|seite)\\s+\\d|^${word}\\P{L}*\\d|^\\(?\\d+ (?:rows?|records?|wiersz|rekord|zeilen?|datens)|` +
    "^(?:koniec|end of|ende) (?:raportu|report|des berichts)|\\d{4}-\\d\\d-\\d\\d|\\d{1,2}\\.\\d{1,2}\\.\\d{4}",
  "iu",
);

/** A line that somebody drew: `-----`. Programs of databases put it below the header. */
const rule = /^[-=_+*~|\s\u2010-\u2015]+$/u;

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
  if (rule.test(surname)) return Object.values(customer).every(isRule);
  if (hasOneField(customer) && footer.test(surname)) return true;
  return customer.name === undefined && customer.email === undefined &&
    surname.length <= 60 && total.test(surname) && !isPhone(customer.phone_number) &&
    Object.entries(customer).every(([field, value]) => field === "surname" || isNumber(value));
};

const hasOneField = (customer: object): boolean => {
  let count = 0;
  for (const _ in customer) if (++count > 1) return false;
  return count === 1;
};

/** Whether there is a phone number, and not a sum in its column. */
const isPhone = (phone: unknown): boolean =>
  phone !== undefined &&
  (typeof phone !== "string" || phone.replaceAll(/\D/g, "").length > maxSumDigits);

const isRule = (value: unknown): boolean =>
  isObject(value)
    ? Object.values(value).every(isRule)
    : typeof value === "string" && rule.test(value);

const isNumber = (value: unknown): boolean =>
  isObject(value)
    ? Object.values(value).every(isNumber)
    : typeof value !== "string" || number.test(value);
