/**
 * What the broken rules are called: said once, for the schemas and for those who check without them.
 *
 * @module
 */

/** The contract's rules. */
export const words = {
  required: "is required",
  object: "must be an object",
  text: "must be text",
  blank: "must not be blank",
  texts: "must be text or a list of texts",
  phone: "must be numeric: it has letters and no digit",
  id: "must be text or a number",
  finite: "must be a finite number",
  flag: "must be true or false",
  customField: "must be text, a number, true, false or null",
} as const;

/** The strict profile's. */
export const strictWords = {
  email: "must be an e-mail address",
  date: "must be a date, YYYY-MM-DD",
  nip: "must be a NIP: ten digits with a right checksum",
  pesel: "must be a PESEL: eleven digits with a real date and a right checksum",
  postcode: "must be a Polish postcode, NN-NNN",
  birthdateOfPesel: "must be the date of birth that the PESEL says",
  genderOfPesel: "must be the gender that the PESEL says",
} as const;
