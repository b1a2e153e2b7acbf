/**
 * What people write in the place of a surname where they know none: `brak`, `N/A`, a dash. The contract takes it for a name,
 * so only who asks for it has such rows refused.
 *
 * @module
 */

/** Words that stand for no name. `Null` and `None` are names of people. */
const words: ReadonlySet<string> = new Set([
  "b.d.",
  "b/d",
  "brak",
  "brak danych",
  "brak nazwiska",
  "n.d.",
  "n/a",
  "n/d",
  "nie dotyczy",
  "nie podano",
  "nieznana",
  "nieznane",
  "nieznany",
]);

const longest = 13;

/** Whether a text stands for no name: it is such a word, or nothing but signs. The first letter decides for most. */
export const isNoName = (text: string): boolean => {
  const first = text.charCodeAt(0) | 0x20;
  const isLetter = first >= 0x61 && first <= 0x7a;
  if (!isLetter) return signs.test(text) && !text.includes("\ufffd");
  return (first === b || first === n) && text.length <= longest && words.has(text.toLowerCase());
};

const [b, n] = [0x62, 0x6e];

/** A sign that stands for a letter which could not be read is none of these; another rule refuses it. */
const signs = /^[\p{P}\p{S}\s]+$/u;
