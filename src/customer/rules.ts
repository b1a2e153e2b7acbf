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

/** Whether a surname counts as missing. The first character decides for most, faster than a pattern. */
export const isBlank = (value: string): boolean =>
  !(value.charCodeAt(0) > 0x20) && blank.test(value);

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/**
 * Whether a text may pass as a phone number. Only letters without any digit are refused: Thulium
 * answers "Phone number must be numeric." to them whichever characters it ignores. An empty text may
 * count as no phone number, so it passes.
 */
export const isPhone = (value: string): boolean =>
  isDigit(value.charCodeAt(0)) || /[0-9]/.test(value) || !/\p{L}/u.test(value) ||
  /\p{Nd}/u.test(value);

/** How deep a field that the contract does not know may be nested. */
export const maxDepth = 100;

/**
 * How many values a list may have, and a field that the contract does not know, with all that is nested in it. Work
 * must have a limit, but a list may claim any length, and one object may stand in many places of a value. So many values
 * make a request of more than a megabyte.
 */
export const maxValues = 1_000_000;

/**
 * Whether a number that a program gives may be an id. Beyond `Number.MAX_SAFE_INTEGER` several integers become the same
 * number, for example in `JSON.parse`, so that the number may be the id of another customer. In a JSON text that this
 * module reads itself, an id may be larger if a double holds it exactly: the text proves it.
 */
export const isSafeId = (value: number): boolean => Math.abs(value) <= Number.MAX_SAFE_INTEGER;

/** Whether a value can be a customer's id in Thulium. A number beyond the safe integers may be another id. */
export const isId = (id: unknown): id is string | number =>
  (typeof id === "string" && id.trim() !== "") ||
  (typeof id === "number" && Number.isSafeInteger(id) && id > 0);

/** The rule that a value breaks that is no id of a customer. */
export const idFault = (value: unknown): string => {
  if (typeof value === "string") return words.blank;
  return typeof value === "number" && Number.isInteger(value) && value > 0
    ? words.exact
    : words.customerId;
};

/** Messages for broken rules. */
export const words = {
  required: "is required",
  object: "must be an object",
  text: "must be text",
  blank: "must not be blank",
  texts: "must be text or a list of texts",
  phone: "must be numeric: it has letters and no digit",
  id: "must be text or a number",
  customerId: "must be text or a positive whole number",
  finite: "must be a finite number",
  exact: "must be text or a number that is held exactly: write it in quotes",
  flag: "must be true or false",
  customField: "must be text, a number, true, false or null",
  plain: "must be a plain object",
  null: "is null: leave the field out, or have nulls omitted",
  requiredNull: "is required, and is null",
  emptyList: "must be an object, and is an empty list, as PHP writes it: leave the field out",
  unknown: "is not a field of the contract",
  json: "must be a JSON value",
  depth: `must not be nested deeper than ${maxDepth} levels`,
  values: `must have at most ${maxValues} values`,
  unreadable: "could not be read: a property of it throws",
  unwritable: "could not be read or written as JSON",
} as const;

/** A rule for a text, and its message. */
export interface TextRule {
  readonly holds: (value: string) => boolean;
  readonly word: string;
}
