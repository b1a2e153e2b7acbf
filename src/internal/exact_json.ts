/**
 * Reads JSON without changing its numbers. `JSON.parse` gives the nearest double, so that `12345678901234567890` and
 * `12345678901234567891` become the same number.
 *
 * A number is held exactly if the text that JavaScript writes for its double denotes the same decimal number: `1.0`,
 * `1e3`, `-0` and `0.1` are. Any other number becomes a {@linkcode LongNumber}.
 *
 * @module
 */
import { endOfString, LongNumber, parseJson } from "./json.ts";

/**
 * Finds, outside of texts and sometimes inside, numbers with 16 or more digits or with an exponent. A double holds all
 * other numbers exactly.
 */
const long = /(?:^|[[,:\s])-?\d(?:[\d.]{15}|[\d.]*[eE][+-]?\d)/;

/** Whether a JSON text may have numbers that `JSON.parse` changes. */
export const mayHaveLongNumbers = (text: string): boolean => long.test(text);

/** The value of a JSON text; `undefined` if the text is not JSON. */
export const parseExactJson = (text: string): unknown => {
  const value = parseJson(text);
  return value !== undefined && mayHaveLongNumbers(text) ? readValid(text) : value;
};

/** What is nested deeper is read as empty: no field of a customer may be nested so deep. */
const maxDepth = 128;

/**
 * Reads a text that is known to be valid JSON as `JSON.parse` does, except for its numbers. It takes several times as
 * long. (The `context.source` of a reviver is missing in Node 20, and a reviver overflows the stack on nested lists.)
 */
const readValid = (text: string): unknown => {
  /** By depth: the list, or the keys and values in turn, that is being read. */
  const open: Array<Array<unknown>> = [[]];
  const scalar = /[^\s,\]}]+/y;
  let depth = 0;
  const add = (value: unknown) => {
    if (depth <= maxDepth) open[depth].push(value);
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "[" || sign === "{") {
      if (++depth <= maxDepth) open[depth] = [];
    } else if (sign === "]" || sign === "}") {
      const parts = depth <= maxDepth ? open[depth] : [];
      depth--;
      add(sign === "]" ? parts : objectOf(parts));
    } else if (sign === '"') {
      const end = endOfString(text, at) + 1;
      add(JSON.parse(text.slice(at, end)));
      at = end - 1;
    } else if (!", :\n\r\t".includes(sign)) {
      scalar.lastIndex = at;
      const [token] = scalar.exec(text) ?? [""];
      add(/[-\d]/.test(sign) ? numberOf(token) : JSON.parse(token));
      at += token.length - 1;
    }
  }
  return open[0][0];
};

/** Made from entries, so that a field named `__proto__` stays a field. */
const objectOf = (parts: ReadonlyArray<unknown>): object => {
  const entries: Array<[string, unknown]> = [];
  for (let i = 0; i < parts.length; i += 2) entries.push([String(parts[i]), parts[i + 1]]);
  return Object.fromEntries(entries);
};

const numberOf = (text: string): number | LongNumber => {
  const number = Number(text);
  const digits = digitsOf(text);
  const held = digitsOf(String(number)).replace(/0+$/, "");
  const isExact = digits.startsWith(held) && /^0*$/.test(digits.slice(held.length));
  return isExact && Math.abs(number) <= Number.MAX_SAFE_INTEGER
    ? number
    : new LongNumber(text, isExact ? number : undefined);
};

/**
 * The digits of a number from the first one that is not 0. A number and its double with the same digits are the same:
 * they are too close to differ in the exponent only.
 */
const digitsOf = (text: string): string => text.replace(/^[-0.]+|\.|e.*/gi, "");
