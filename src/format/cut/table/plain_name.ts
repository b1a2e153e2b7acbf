/**
 * The plain form of a column's name, in which names are compared: `NR TEL.`, `Nr_tel` and `nr tel` are one name.
 *
 * @module
 */

/** Zero-width characters, marks of writing direction and of byte order. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** A name as it is shown and as it names a custom field: composed letters, and single spaces without a line break. */
export const shownName = (cell: string): string =>
  cell.normalize("NFC").replaceAll(invisible, "").replaceAll(/\s+/g, " ").trim();

/** A name without case, diacritics, punctuation and invisible characters. */
export const plainName = (name: string): string =>
  name.normalize("NFD").toLowerCase()
    .replaceAll(invisible, "")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("ł", "l")
    .replaceAll("ß", "ss")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** What two names are compared by. Names without a letter or a digit are compared as they are shown. */
export const comparedName = (name: string): string => plainName(name) || shownName(name);
