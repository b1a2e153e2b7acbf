/**
 * Text whose letters were turned into UTF-8 twice: a program read UTF-8 as Windows-1250 or Windows-1252, and wrote what it
 * saw in UTF-8. Each letter became two or three, the first of which is always one of a few.
 *
 * @module
 */

/** What the first byte of a Polish or German letter in UTF-8 is, and what its second one may be, as Windows shows them. */
const pair = /[ÃÄÅĂĹ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŚŤŽŹŒ‘’“”•–—˜™š›śťžźœŸˇ˘ŁĄŞŻ˛łąşĽ˝ľż]/g;

/** One pair may be chance, but not in a word: `PawÅ‚owski`. */
const enough = 2;
const inWord =
  /\p{Ll}[ÃÄÅĂĹ][\u0080-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf‚„…†‡ˆ‰‹‘“”•–—˜™›ˇ˘˛˝]\p{Ll}/u;

/** Whether a text shows such letters. */
export const isEncodedTwice = (text: string): boolean =>
  inWord.test(text) || (text.match(pair)?.length ?? 0) >= enough;
