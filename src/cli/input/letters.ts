/**
 * Tells similar encodings apart by the letters that their bytes would be: the same byte is ą in one and š in another.
 *
 * A letter speaks for an encoding if it stands where its language has it: Polish has ń before k and never before e. The
 * pairs below are those of a Polish dictionary and of Polish and German names. A sign inside of a word, a capital after
 * a small letter, and a byte that the encoding does not define speak against it.
 *
 * **The verdict is an encoding only if the others are much less likely, or have the same letters.** Wrong letters
 * would be created without a word; asking costs a minute.
 *
 * (The detectors that exist were tried on 10 short files of this kind: `chardet` 2.2 was wrong on 9 of them and does not
 * know CP852 and Mac encodings, `jschardet` 4.1 was wrong on 4. Neither says when it does not know.)
 *
 * @module
 */
import type { ByteEncoding, Characters } from "./encodings.ts";

/** Letters, each with the letters that stand before it and after it. A space is the edge of a word. */
type Pairs = { readonly [letter: string]: readonly [before: string, after: string] };

const polish: Pairs = {
  ą: ["bcdgijklmnprstwzłż", " bcdgkpstwzćłśż"],
  ć: [" aeioruyąęśź", " cdkmpw"],
  ę: ["bcdghijklmnprstwzłż", " bcdgklpstzćłśźż"],
  ł: [" abcdeghijkmoprstuwyzóąęłż", " abcdefgiklmnoprstuwyzóąęłśźż"],
  ń: ["aeiouyś", " ckmsż"],
  ó: [" bcdghijklmnprstwzłż", "bcdgjklrstwzłśźż"],
  ś: [" abdeijlmoruwyzóąęł", " cklmnprtwćń"],
  ź: [" abdeioruyóęł", " bcdglmnrwćż"],
  ż: [" abdegijklmnoruwyzóąęłńźż", " abcdegiklmnorsuwyóąęłż"],
};

const german: Pairs = {
  ä: [" bdfghjklmrtw", "bcdfghmnqrstuß"],
  ö: [" bdfghjklmnprstvwz", "bcdefghlmnprstw"],
  ü: [" bdfghjklmnprstwz", "bcdghklmnprst"],
  ß: ["aeioäöü", " bcdelns"],
};

/** A language: its letters, and how unlikely a list of customers is to be in it. */
interface Language {
  readonly pairs: Pairs;
  /** Letters whose neighbours are not known. */
  readonly others: string;
  readonly cost: number;
}

const languages: ReadonlyArray<Language> = [
  { pairs: polish, others: "", cost: 0 },
  { pairs: german, others: "éèáàóçñêâô", cost: 1 },
  { pairs: { ...polish, ...german }, others: "éèáàçñêâô", cost: 1.5 },
  { pairs: {}, others: "àâäæçèéêëîïôöœùûüÿáíñóúåøãõìòßý", cost: 3 },
  { pairs: {}, others: "áčďéěíňóřšťúůýžäôĺľŕöőüűđćăâîşţ", cost: 3 },
];

const knownPairs: Pairs = { ...polish, ...german };

/** The costs of a character: powers of ten by which it makes the encoding less likely. */
const costs = {
  unusualPlace: 3,
  unknownLetter: 0.4,
  foreignLetter: 2,
  punctuation: 0.3,
  sign: 1.7,
  signAtWord: 3,
  signInWord: 4,
  capitalInWord: 3,
  undefined: 6,
};

/** How unlikely an encoding is for a list of Polish customers, whatever its letters are. */
const encodingCost: { readonly [encoding in ByteEncoding]: number } = {
  "windows-1250": 0,
  "iso-8859-2": 0.5,
  "windows-1252": 0.5,
  cp852: 0.5,
  "mac-ce": 1,
  "mac-roman": 1.5,
};

/** So many powers of ten make a verdict. */
const enough = 2.1;
/** A letter between the same neighbours counts so many times at most: a name may stand in each row. */
const mostRepeats = 3;
/**
 * Words of nothing but such bytes are of another alphabet: Cyrillic is one letter after the other. `żółć` is a rare word.
 */
const fewestOfOtherAlphabet = 4;
const shareOfOtherAlphabet = 1 / 3;
/** Where it costs so much in the middle, the bytes are no text of any known encoding. */
const implausible = 2;

/** Bytes beyond ASCII, each with the byte before and after it: `before << 16 | byte << 8 | after`. */
export type Contexts = ReadonlyMap<number, number>;

/** The encoding; or those that are likely, if the letters do not decide; none if the bytes are no text. */
export type Verdict =
  | { readonly encoding: ByteEncoding }
  | { readonly candidates: ReadonlyArray<ByteEncoding> };

/** Judges by the bytes of an input. */
export const judge = (
  contexts: Contexts,
  charactersOf: (encoding: ByteEncoding) => Characters,
): Verdict => {
  const count = countOf(contexts);
  if (isOtherAlphabet(contexts, count)) return { candidates: [] };
  const ranked = (Object.keys(encodingCost) as Array<ByteEncoding>)
    .map((encoding) => {
      const characters = charactersOf(encoding);
      const cost = costOf(contexts, characters);
      return {
        encoding,
        letters: lettersOf(contexts, characters),
        cost,
        total: cost + encodingCost[encoding],
      };
    })
    .sort((one, other) => one.total - other.total);
  const [best] = ranked;
  if (best.cost > Math.max(implausible * count, 3)) return { candidates: [] };
  const rivals = ranked.filter(({ letters, total }) =>
    total < best.total + enough && letters !== best.letters
  );
  return rivals.length === 0
    ? { encoding: best.encoding }
    : { candidates: [best, ...rivals].map(({ encoding }) => encoding) };
};

const isOtherAlphabet = (contexts: Contexts, count: number): boolean => {
  const between = new Map(
    Array.from(contexts).filter(([context]) => context >> 16 > 0x9f && (context & 0xff) > 0x9f),
  );
  const enclosed = countOf(between);
  return enclosed >= fewestOfOtherAlphabet && enclosed >= shareOfOtherAlphabet * count;
};

const countOf = (contexts: Contexts): number => {
  let count = 0;
  for (const times of contexts.values()) count += Math.min(times, mostRepeats);
  return count;
};

/** What the bytes beyond ASCII stand for. */
const lettersOf = (contexts: Contexts, characters: Characters): string => {
  const bytes = new Set([...contexts.keys()].map((context) => context >> 8 & 0xff));
  return [...bytes].sort().map((byte) => characters[byte]).join("");
};

const costOf = (contexts: Contexts, characters: Characters): number => {
  const sums = languages.map(({ cost }) => cost);
  for (const [context, times] of contexts) {
    const [before, sign, after] = [context >> 16, context >> 8 & 0xff, context & 0xff]
      .map((byte) => characters[byte]);
    const weight = Math.min(times, mostRepeats);
    const common = commonCost(before, sign, after);
    languages.forEach((language, i) => {
      sums[i] += weight * (common ?? letterCost(language, before, sign, after));
    });
  }
  return Math.min(...sums);
};

const isLetter = (sign: string): boolean => /\p{L}/u.test(sign);
const isSmall = (sign: string): boolean => /\p{Ll}/u.test(sign);
const isCapital = (sign: string): boolean => /\p{Lu}/u.test(sign);

/** What a character costs in each language; `undefined` if it is a letter in a place where letters stand. */
const commonCost = (before: string, sign: string, after: string): number | undefined => {
  if (sign === "\uFFFD") return costs.undefined;
  if (isLetter(sign)) return isCapital(sign) && isSmall(before) ? costs.capitalInWord : undefined;
  if (isLetter(before) && isLetter(after) && sign !== "’") return costs.signInWord;
  const isAttached = isLetter(before) || isLetter(after);
  const isUsual = /[–—„”“’‘…]/.test(sign) || !isAttached && /[\u00a0€§°]/.test(sign);
  if (isUsual) return costs.punctuation;
  return isAttached ? costs.signAtWord : costs.sign;
};

const letterCost = (
  { others, pairs }: Language,
  before: string,
  sign: string,
  after: string,
): number => {
  const letter = sign.toLowerCase();
  if (others.includes(letter)) return costs.unknownLetter;
  const isForeign = !Object.hasOwn(pairs, letter);
  const [first, second] = isForeign ? knownPairs[letter] ?? ["", ""] : pairs[letter];
  const isUsual = first.includes(plain(before)) && second.includes(plain(after));
  if (isForeign) {
    return Object.hasOwn(knownPairs, letter) && !isUsual ? costs.unusualPlace : costs.foreignLetter;
  }
  return isUsual ? 0 : costs.unusualPlace;
};

const plain = (sign: string): string => isLetter(sign) ? sign.toLowerCase() : " ";
