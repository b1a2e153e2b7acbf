/**
 * JSON from outside, of which nothing is known.
 *
 * @module
 */

/** The fields of an object. */
export type Fields = { readonly [field: string]: unknown };

/** Whether a value is an object and not a list. */
export const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value of a JSON text; `undefined` if the text is not JSON. (No JSON text means `undefined`.) */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
