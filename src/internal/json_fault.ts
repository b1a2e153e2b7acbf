/**
 * Where a text stops being JSON. The errors of `JSON.parse` say it, too, but they quote the text.
 *
 * Linear in the text, and without recursion.
 *
 * @module
 */

const space = /[ \t\n\r]/;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** What may come next; `item` and `field` may also be the end of an empty list or object. */
type Next = "value" | "item" | "key" | "field" | "colon" | "comma";

/**
 * The place of the first token that can't be there, from 0; the text's length if nothing is wrong but its end. `onRow` is
 * told where each item begins of a list that is a field of the whole.
 */
export const faultOf = (text: string, onRow: (place: number) => void = () => {}): number => {
  const open: Array<"]" | "}"> = [];
  let next: Next = "value";
  let at = 0;
  while (at < text.length) {
    const sign = text[at];
    const end = open.at(-1);
    let after = at + 1;
    if (space.test(sign)) {
      at = after;
      continue;
    }
    if (sign === end && (next === "comma" || next === (end === "]" ? "item" : "field"))) {
      open.pop();
      next = "comma";
    } else if (next === "comma") {
      if (sign !== "," || end === undefined) return at;
      next = end === "]" ? "value" : "key";
    } else if (next === "colon") {
      if (sign !== ":") return at;
      next = "value";
    } else if (next === "key" || next === "field") {
      after = afterText(text, at);
      next = "colon";
    } else {
      if (open.length === 2 && end === "]") onRow(at);
      if (sign === "[" || sign === "{") {
        open.push(sign === "[" ? "]" : "}");
        next = sign === "[" ? "item" : "field";
      } else {
        after = sign === '"' ? afterText(text, at) : afterToken(scalar, text, at);
        next = "comma";
      }
    }
    if (after === at) return at;
    at = after;
  }
  return at;
};

/** The place after a token that begins at a place; the place itself if it is none. */
const afterToken = (token: RegExp, text: string, at: number): number => {
  token.lastIndex = at;
  return token.test(text) ? token.lastIndex : at;
};

/** The same of a text between quotation marks. A loop, because an expression would need memory for each escape. */
const afterText = (text: string, start: number): number => {
  if (text[start] !== '"') return start;
  for (let at = start + 1; at < text.length;) {
    const sign = text[at];
    if (sign === '"') return at + 1;
    const after = sign === "\\" ? afterToken(escape, text, at) : sign < " " ? at : at + 1;
    if (after === at) return start;
    at = after;
  }
  return start;
};
