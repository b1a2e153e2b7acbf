/**
 * JSON from outside, of which nothing is known.
 *
 * @module
 */

/** The fields of an object. */
export type Fields = { readonly [field: string]: unknown };

/** A number of a JSON text that a double does not hold exactly, or that is beyond the safe integers. */
export class LongNumber {
  /** The number as it stands in the JSON text. */
  readonly text: string;
  /** The number, if a double holds it exactly. */
  readonly exact: number | undefined;

  /** Takes the text of a number. */
  constructor(text: string, exact: number | undefined) {
    this.text = text;
    this.exact = exact;
  }
}

/** Whether a value is an object, and neither a list nor a number. */
export const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) &&
  !(value instanceof LongNumber);

const space = 0x20;

/**
 * Whether a text begins and ends as JSON does. An error of `JSON.parse` costs more than all else that is done for a short
 * line, so most texts that are no JSON are found without it.
 */
const looksLikeJson = (text: string): boolean => {
  let start = 0;
  let end = text.length - 1;
  while (text.charCodeAt(start) <= space) start++;
  while (text.charCodeAt(end) <= space) end--;
  switch (text[start]) {
    case "{":
      return text[end] === "}";
    case "[":
      return text[end] === "]";
    case '"':
      return text[end] === '"';
    default:
      return /[-\dtfn]/.test(text[start] ?? "");
  }
};

/** The value of a JSON text; `undefined` if the text is not JSON. (No JSON text means `undefined`.) */
export const parseJson = (text: string): unknown => {
  if (!looksLikeJson(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const quote = 0x22;
const colon = 0x3a;

/** The place of the quotation mark that closes a text of valid JSON, which begins at `start`. */
export const endOfString = (json: string, start: number): number => {
  for (let end = start;;) {
    end = json.indexOf('"', end + 1);
    let from = end;
    while (json[from - 1] === "\\") from--;
    if ((end - from) % 2 === 0) return end;
  }
};

/**
 * Whether an object in a JSON text has a key twice, however the key is written. `JSON.parse`, which gave `value`,
 * keeps only the last one. Linear in the text, and without recursion.
 */
export const repeatsKey = (json: string, value: unknown): boolean => {
  let keys = 0;
  for (let at = 0; at < json.length; at++) {
    const sign = json.charCodeAt(at);
    if (sign === quote) at = endOfString(json, at);
    else if (sign === colon) keys++;
  }
  const values = [value];
  while (values.length > 0) {
    const next = values.pop();
    if (typeof next !== "object" || next === null) continue;
    const parts = Object.values(next);
    if (!Array.isArray(next)) keys -= parts.length;
    for (const part of parts) values.push(part);
  }
  return keys !== 0;
};
