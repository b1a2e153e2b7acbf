/**
 * The inside of a tag: where it ends, and its attributes. Values may hold `>` and the other quotation mark.
 *
 * @module
 */

// Plain numbers: a bundler writes them where they are used.
const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const doubleQuote = 34;
const singleQuote = 39;
const colon = 58;
const equals = 61;
const greater = 62;

/** Whether a character is white space of XML. */
export const isSpace = (code: number): boolean =>
  code === space || code === lineFeed || code === tab || code === carriageReturn;

const isQuote = (code: number): boolean => code === doubleQuote || code === singleQuote;

/** The tag goes on in the next piece. */
export const unfinished = -1;
/** A value without quotation marks, or quotation marks without a name. */
export const invalid = -2;

/** Where the tag that begins at `start` has its `>`, or {@linkcode unfinished}, or {@linkcode invalid}. */
export const endOfTag = (text: string, start: number): number => {
  let open = 0;
  let isAfterEquals = false;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (open !== 0) {
      if (code === open) open = 0;
    } else if (isAfterEquals) {
      if (isQuote(code)) {
        open = code;
        isAfterEquals = false;
      } else if (!isSpace(code)) return invalid;
    } else if (code === greater) return at;
    else if (code === equals) isAfterEquals = true;
    else if (isQuote(code)) return invalid;
  }
  return unfinished;
};

/** The raw value of the attribute whose name without its prefix is `name`, between two places of a text. */
export const attributeIn = (
  text: string,
  from: number,
  to: number,
  name: string,
): string | undefined => {
  for (let at = from; at < to; at++) {
    while (at < to && isSpace(text.charCodeAt(at))) at++;
    let nameStart = at;
    let nameEnd = at;
    for (; at < to && !isQuote(text.charCodeAt(at)); at++) {
      const code = text.charCodeAt(at);
      if (code === colon) nameStart = at + 1;
      else if (code !== equals && !isSpace(code)) nameEnd = at + 1;
    }
    if (at === to) return undefined;
    const value = at + 1;
    // The tag is whole, so the other quotation mark is in it.
    at = text.indexOf(text[at], value);
    if (nameEnd - nameStart === name.length && text.startsWith(name, nameStart)) {
      return text.slice(value, at);
    }
  }
  return undefined;
};
