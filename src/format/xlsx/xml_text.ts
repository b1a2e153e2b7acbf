/**
 * Text in XML, where `&` begins a reference to a character; and Excel's own escape of characters that XML can't hold.
 *
 * @module
 */

const references = /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(amp|lt|gt|quot|apos));|&/g;

const named: { readonly [name: string]: string } = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/**
 * The text that `raw` stands for; `undefined` if it has a reference that XML does not know. There are no entities but
 * XML's own five, so no text becomes longer than it is written.
 */
export const withoutReferences = (raw: string): string | undefined => {
  if (!raw.includes("&")) return raw;
  let isValid = true;
  const text = raw.replace(references, (_, decimal?: string, hex?: string, name?: string) => {
    const character = name === undefined
      ? characterOf(decimal === undefined ? parseInt(hex ?? "", 16) : Number(decimal))
      : named[name];
    isValid &&= character !== undefined;
    return character ?? "";
  });
  return isValid ? text : undefined;
};

/** A character that XML may refer to: no surrogate, and not NUL. */
const characterOf = (code: number): string | undefined =>
  code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
    ? String.fromCodePoint(code)
    : undefined;

/** The value of an attribute that is a boolean. */
export const isTrue = (value: string | undefined): boolean => value === "1" || value === "true";

/** Excel writes a carriage return as `_x000D_`, and the beginning of such an escape as `_x005F_`. */
export const withoutExcelEscapes = (text: string): string =>
  text.includes("_x")
    ? text.replace(
      /_x([\da-fA-F]{4})_/g,
      (_, hex: string) => String.fromCharCode(parseInt(hex, 16)),
    )
      .toWellFormed()
    : text;
