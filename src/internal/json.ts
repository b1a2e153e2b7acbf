/**
 * JSON from outside.
 *
 * @module
 */

/** The fields of an object, of which nothing is known. */
export type Fields = { readonly [field: string]: unknown };

/** Whether a value is an object with fields, and no list. */
export const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value of a JSON text; `undefined`, which no JSON text says, if it is none. Quotes nothing of it. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
