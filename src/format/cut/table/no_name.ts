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

/** Whether a text stands for no name: it is such a word, or has no letter and no digit. */
export const isNoName = (text: string): boolean =>
  text.length <= longest && words.has(text.toLowerCase()) ||
  // The first test is much faster.
  !/[a-z\d]/i.test(text) && !/[\p{L}\p{N}]/u.test(text);
