/**
 * The contract's rules: what counts as a value, and what a broken rule is called. Everything that
 * checks a customer takes both from here, so that all of them agree.
 *
 * Source: the vendor's page "POST batch/customers" of 2025-01-07.
 *
 * @module
 */

/** PHP's `trim` removes these characters; Thulium may accept other white space as a surname. */
const blank = /^[ \t\n\r\v\0]*$/;

/** Whether a surname counts as missing. */
export const isBlank = (value: string): boolean => blank.test(value);

/**
 * Whether a text may pass as a phone number. Only letters without any digit are refused: Thulium
 * answers "Phone number must be numeric." to them whichever characters it ignores. An empty text may
 * count as no phone number, so it passes.
 */
export const isPhone = (value: string): boolean =>
  /[0-9]/.test(value) || !/\p{L}/u.test(value) || /\p{Nd}/u.test(value);

/** Messages for broken rules. */
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

/** A rule for a text, and its message. */
export interface TextRule {
  readonly holds: (value: string) => boolean;
  readonly word: string;
}
