/**
 * The checks behind the strict profile: Polish identifiers, dates and postcodes. Pure functions
 * over text; what is blank is the caller's affair.
 *
 * @module
 */

const digitsOf = (text: string): ReadonlyArray<number> => Array.from(text, Number);

const weightedSum = (digits: ReadonlyArray<number>, weights: ReadonlyArray<number>): number =>
  weights.reduce((sum, weight, i) => sum + weight * digits[i], 0);

const nipWeights = [6, 5, 7, 2, 3, 4, 5, 6, 7];
const peselWeights = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3];

/**
 * Whether a text is a NIP: ten digits, also written with hyphens or spaces and the prefix `PL`.
 *
 * The form is the Ministry of Finance's type `TNrNIP` (a tax office's number first, which has no
 * zero in its first place and not two after it); the last digit is the weighted sum of the others
 * modulo 11, and a remainder of 10 is never issued.
 *
 * @example
 * ```ts
 * isNip("678-314-45-27"); // true
 * isNip("678-314-45-28"); // false: checksum
 * ```
 */
export const isNip = (text: string): boolean => {
  const compact = text.replace(/^\s*PL/i, "").replace(/[\s-]/g, "");
  if (!/^[1-9](\d[1-9]|[1-9]\d)\d{7}$/.test(compact)) return false;
  const digits = digitsOf(compact);
  return weightedSum(digits, nipWeights) % 11 === digits[9];
};

/** What a PESEL says about its holder. */
export interface PeselFacts {
  /** Date of birth, `YYYY-MM-DD`. */
  readonly birthdate: string;
  /** Sex as registered: the tenth digit is even for women and odd for men. */
  readonly gender: "female" | "male";
}

const centuryByMonthOffset: { readonly [offset: number]: number } = {
  80: 1800,
  0: 1900,
  20: 2000,
  40: 2100,
  60: 2200,
};

/**
 * Reads a PESEL: eleven digits, a real date of birth (the century is added to the month), and a
 * checksum. `undefined` when it is none.
 *
 * Source of the rules: the Polish act on population records of 2010-09-24, article 15, and its
 * explanation on gov.pl ("Czym jest numer PESEL").
 *
 * @example
 * ```ts
 * readPesel("44051401359"); // { birthdate: "1944-05-14", gender: "male" }
 * ```
 */
export const readPesel = (text: string): PeselFacts | undefined => {
  if (!/^\d{11}$/.test(text)) return undefined;
  const digits = digitsOf(text);
  if ((10 - weightedSum(digits, peselWeights) % 10) % 10 !== digits[10]) return undefined;
  const codedMonth = Number(text.slice(2, 4));
  const month = codedMonth % 20;
  const year = centuryByMonthOffset[codedMonth - month] + Number(text.slice(0, 2));
  const birthdate = `${year}-${String(month).padStart(2, "0")}-${text.slice(4, 6)}`;
  return isIsoDate(birthdate)
    ? { birthdate, gender: digits[9] % 2 === 0 ? "female" : "male" }
    : undefined;
};

/** Whether a text is a real calendar date in the form `YYYY-MM-DD` (ISO 8601, complete date). */
export const isIsoDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

/** Whether a text has the form of a Polish postcode (PNA), `NN-NNN`. */
export const isPolishPostcode = (text: string): boolean => /^\d{2}-\d{3}$/.test(text);

const genders: { readonly [word: string]: PeselFacts["gender"] } = {
  k: "female",
  kobieta: "female",
  f: "female",
  female: "female",
  m: "male",
  mężczyzna: "male",
  mezczyzna: "male",
  male: "male",
};

/** Reads the usual Polish and English words for a gender; `undefined` for any other. */
export const readGender = (text: string): PeselFacts["gender"] | undefined => {
  const word = text.trim().toLowerCase();
  return Object.hasOwn(genders, word) ? genders[word] : undefined;
};
