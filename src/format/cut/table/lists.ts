/**
 * Phone numbers and e-mail addresses in a cell. `|` always stands between two values. Other separators count only if
 * what stands between them is a number, or an address, by itself: `22 345 67 89 / 90` is not two numbers.
 *
 * @module
 */

/** Why the values of a cell can't be told. */
export type Unclear = "phones-unclear" | "emails-unclear" | "number-changed";

/** A number in the form of a spreadsheet that did not know it for a text. */
export const exponent = /^[-+]?\d(?:[.,]\d+)?E\+\d{2,3}$/i;

/** The same as programs write it that are no spreadsheets: `4.86E10`. An id may look like this, and a phone number not. */
const shortExponent = /^[-+]?\d(?:[.,]\d+)?E\+?\d{1,3}$/i;

/** Most digits of a phone number (E.164), with some for an extension. */
const maxDigits = 15;
const minDigits = 7;

/** A number as most people write it. */
const plainPhone = /^\+?[\d ()-]{1,16}$/;
const phoneShape = /^\+?[\d\s().-]+$/;
/** What people write before a number. */
const label = /^(?:tel|telefon|kom|mob|mobile|phone|fon|m|t)?\s*[.:]\s*(?=[+\d(])/iu;
/** A number that a program made a decimal of: `48600100200.0`. Up to fifteen digits are exact. */
const decimal = /^(\+?\d{7,15})[.,]0+$/;
/** Signs of numbers alone, with plus signs between them. */
const severalPluses = /^[\d\s().+-]+$/;
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const phoneSeparators = /[,;/\r\n]|:::|\s(?:lub|oraz|albo|i|or|and|oder|und)\s/iu;
const emailSeparators = /[,;/\s]|:::/u;
/** An address as nearly all are. */
const plainEmail = /^[\w.+-]+@[\w.-]+$/;
/** What a link to an address begins with. */
const mailLink = /^mailto:/i;
/** What a cell with several addresses has. */
const listed = /[|,;/:\s]/u;
const address = /^[^\s@<>,;:/|]+@[^\s@<>,;:/|]+$/u;

const digitsIn = (text: string): number => text.replaceAll(/\D/g, "").length;

const isPhoneAlone = (text: string): boolean => {
  if (!phoneShape.test(text)) return false;
  const digits = digitsIn(text);
  return digits >= minDigits && digits <= maxDigits;
};

const filled = (parts: ReadonlyArray<string>): ReadonlyArray<string> =>
  parts.map((part) => part.trim()).filter((part) => part !== "");

/** Other forms of a digit, white space and marks that nobody sees, and the word before the number. */
const tidyPhone = (text: string): string => {
  const plain = text.replaceAll(invisible, "").replaceAll(
    /[\p{Nd}\uff0b]/gu,
    (sign) => sign.normalize("NFKC"),
  ).replaceAll(/[^\S\r\n]/gu, " ").trim();
  const number = plain.replace(label, "");
  return decimal.exec(number)?.[1] ?? (isPhoneAlone(number) ? number : plain);
};

/** The phone numbers of a cell. */
export const phonesIn = (cell: string): ReadonlyArray<string> | Unclear => {
  if (plainPhone.test(cell)) return digitsIn16(cell) ? [cell] : "phones-unclear";
  const all: Array<string> = [];
  for (const part of filled(cell.split("|"))) {
    const phone = tidyPhone(part);
    const parts = filled(withSeparators(phone).split(phoneSeparators)).map(tidyPhone);
    if (shortExponent.test(part) || parts.some((one) => shortExponent.test(one))) {
      return "number-changed";
    }
    if (parts.length > 0 && parts.every(isPhoneAlone)) all.push(...parts);
    else if (isUnclear(phone, parts.length)) return "phones-unclear";
    else all.push(phone);
  }
  return all;
};

/** Where the first number begins with a plus, each plus after a digit begins a number. */
const withSeparators = (phone: string): string => {
  const parts = phone.split("+");
  const [before, ...numbers] = parts;
  const areNumbers = before === "" && numbers.slice(0, -1).every((one) => /\d\s?$/.test(one));
  return numbers.length > 1 && areNumbers ? numbers.map((one) => `+${one}`).join(",") : phone;
};

/** Sixteen signs hold sixteen digits only if they are nothing else. */
const digitsIn16 = (cell: string): boolean => cell.length < 16 || digitsIn(cell) <= maxDigits;

/** Whether a text is more than one number, and nobody can tell where one ends. Words beside a number are no fault. */
const isUnclear = (phone: string, parts: number): boolean =>
  parts > 1 && digitsIn(phone) >= minDigits ||
  severalPluses.test(phone) && digitsIn(phone) > maxDigits;

/** The e-mail addresses of a cell. */
export const emailsIn = (cell: string): ReadonlyArray<string> | Unclear => {
  if (plainEmail.test(cell)) return [cell];
  if (mailLink.test(cell)) return emailsIn(cell.replace(mailLink, ""));
  const first = cell.indexOf("@");
  if (first === cell.lastIndexOf("@") && !listed.test(cell)) return [cell];
  const all: Array<string> = [];
  for (const part of filled(cell.split("|"))) {
    const parts = filled(part.split(emailSeparators));
    if (parts.length > 0 && parts.every((one) => address.test(one))) all.push(...parts);
    else if (part.indexOf("@") !== part.lastIndexOf("@")) return "emails-unclear";
    else all.push(part);
  }
  return all;
};
