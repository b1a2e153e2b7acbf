/**
 * Text as XML of a workbook. Characters that XML can't hold are written as Excel writes them: `_x0001_`.
 *
 * @module
 */

const signs: { readonly [sign: string]: string | undefined } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** What XML can't hold or changes, and the beginning of what would be read as an escape. */
// deno-lint-ignore no-control-regex
const unwritable = /[&<>"\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[\da-fA-F]{4}_)/g;

const escaped = (sign: string): string =>
  signs[sign] ?? `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;

/** The text with its signs escaped. A surrogate without its other half becomes U+FFFD. */
export const writtenText = (text: string): string =>
  text.toWellFormed().replace(unwritable, escaped);
