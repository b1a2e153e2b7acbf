/**
 * Number formats: what a cell shows of its number. `00-000` shows 950 as 00-950, and only the format says that the
 * number is a postcode. Formats that only make numbers prettier (`#,##0.00 zł`) are passed over.
 *
 * @module
 */
import type { DateKind } from "./date_text.ts";
import { conditionOf, type Token, tokensOf } from "./format_tokens.ts";

/** What a section of a format makes of a number. */
export type Shown =
  | { readonly kind: "number" }
  | { readonly kind: "percent" }
  | { readonly kind: "date"; readonly of: DateKind }
  | { readonly kind: "mask"; readonly tokens: ReadonlyArray<Token> };

interface Section {
  readonly shown: Shown;
  readonly condition: ((value: number) => boolean) | undefined;
}

/** The sections of a format: one for all numbers, or several by sign or by conditions. */
export type NumberFormat = ReadonlyArray<Section>;

const number: Shown = { kind: "number" };

/** The format of cells without one. */
export const general: NumberFormat = [{ shown: number, condition: undefined }];

/** How a format shows a number. */
export const shownBy = (format: NumberFormat, value: number): Shown => {
  if (format.length === 1) return format[0].shown;
  const section = format.some(({ condition }) => condition !== undefined)
    ? format.find(({ condition }) => condition?.(value) ?? true)
    : format[value > 0 ? 0 : value < 0 ? 1 : 2] ?? format[0];
  return section?.shown ?? number;
};

/** The ids that have a meaning without a code. Those from 27 to 58 are dates of East Asian editions. */
const builtIn: ReadonlyArray<readonly [first: number, last: number, shown: Shown]> = [
  [9, 10, { kind: "percent" }],
  [14, 17, { kind: "date", of: "date" }],
  [18, 21, { kind: "date", of: "time" }],
  [22, 22, { kind: "date", of: "date and time" }],
  [27, 31, { kind: "date", of: "date" }],
  [32, 35, { kind: "date", of: "time" }],
  [36, 36, { kind: "date", of: "date" }],
  [45, 45, { kind: "date", of: "time" }],
  [46, 46, { kind: "date", of: "elapsed" }],
  [47, 47, { kind: "date", of: "time" }],
  [50, 54, { kind: "date", of: "date" }],
  [55, 56, { kind: "date", of: "time" }],
  [57, 58, { kind: "date", of: "date" }],
];

/** The format of an id, for which the workbook may give a code. */
export const formatOf = (id: number, code: string | undefined): NumberFormat => {
  if (code !== undefined) return formatOfCode(code);
  const known = builtIn.find(([first, last]) => first <= id && id <= last);
  return known === undefined ? general : [{ shown: known[2], condition: undefined }];
};

/** The format that a code describes. */
export const formatOfCode = (code: string): NumberFormat => {
  const sections = tokensOf(code).filter((tokens) => !tokens.some(isTextSign)).map((tokens) => ({
    shown: shownByTokens(tokens),
    condition: conditionOf(tokens),
  }));
  return sections.length === 0 ? general : sections;
};

/** A section with `@` is for text. */
const isTextSign = ({ kind, text }: Token): boolean => kind === "code" && text === "@";

const shownByTokens = (tokens: ReadonlyArray<Token>): Shown => {
  const code = tokens.map(({ kind, text }) => kind === "code" ? text : "").join("").toLowerCase();
  if (code.includes("general")) return number;
  const of = dateKindOf(code, tokens);
  if (of !== undefined) return { kind: "date", of };
  if (code.includes("%")) return { kind: "percent" };
  return isMask(code, tokens) ? { kind: "mask", tokens } : number;
};

/** What a code shows of a date. Digits belong to numbers, except for fractions of seconds. */
const dateKindOf = (code: string, tokens: ReadonlyArray<Token>): DateKind | undefined => {
  if (/[0#?]/.test(code.replace(/(s|^)\.0+/, "$1"))) return undefined;
  if (tokens.some(({ kind }) => kind === "elapsed")) return "elapsed";
  const hasTime = /[hs]/.test(code);
  const hasDate = /[yd]/.test(code) || !hasTime && code.includes("m");
  if (hasDate) return hasTime ? "date and time" : "date";
  return hasTime ? "time" : undefined;
};

/**
 * Whether zeros or fixed signs are a part of what is meant: `00-000`, `000 000 000`, `"ID-"0`, `"+48 "0`. Fractions,
 * decimals, thousands and exponents are of numbers.
 */
const isMask = (code: string, tokens: ReadonlyArray<Token>): boolean => {
  if (/[.,e/?]/.test(code) || !/[0#]/.test(code)) return false;
  if (/0.*0/.test(code)) return true;
  const isDigit = ({ kind, text }: Token) => kind === "code" && (text === "0" || text === "#");
  const textOf = (some: ReadonlyArray<Token>) =>
    some.map(({ kind, text }) => kind === "literal" ? text : "").join("");
  const before = textOf(tokens.slice(0, tokens.findIndex(isDigit)));
  const after = textOf(tokens.slice(tokens.findLastIndex(isDigit) + 1));
  return /\d|\S[-/_]$/.test(before) || /^[-/_]\S/.test(after);
};
