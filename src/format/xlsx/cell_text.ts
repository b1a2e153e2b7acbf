/**
 * The text of a cell: what a person sees, where that carries meaning.
 *
 * @module
 */
import { dateText, isoDateText } from "./date_text.ts";
import type { XlsxError } from "./error.ts";
import { masked } from "./mask.ts";
import type { CellFault } from "./model.ts";
import { general, type NumberFormat, shownBy } from "./number_format.ts";
import { isNumber, mayHaveLostDigits, plainNumber } from "./number_text.ts";
import type { SharedTexts } from "./shared_texts.ts";
import { withoutExcelEscapes } from "./xml_text.ts";

/** What the cells of all sheets share. */
export interface CellContext {
  readonly texts: SharedTexts;
  readonly styles: ReadonlyArray<NumberFormat>;
  /** Whether days count from 1904. */
  readonly isFrom1904: boolean;
}

/** A cell as it is written. */
export interface WrittenCell {
  /** `s`, `str`, `inlineStr`, `b`, `e`, `d` or `n`. */
  readonly type: string;
  readonly style: number;
  readonly value: string;
  readonly isFormula: boolean;
}

/** The text of a cell and what is wrong with it. */
export interface CellText {
  readonly text: string;
  readonly fault?: CellFault;
}

const empty: CellText = { text: "" };

/** Reads a cell. `error` makes the error of a cell that breaks a rule. */
export const textOfCell = (
  { isFormula, style, type, value }: WrittenCell,
  { isFrom1904, styles, texts }: CellContext,
  error: (rule: string) => XlsxError,
): CellText => {
  switch (type) {
    case "inlineStr":
    case "str":
      return { text: withoutExcelEscapes(value) };
  }
  const raw = value.trim();
  // A formula of text whose result is empty has the type `str`.
  if (raw === "") return isFormula ? { text: "", fault: "formula without a value" } : empty;
  switch (type) {
    case "s":
      return { text: textAt(texts, raw, error) };
    case "b":
      return { text: booleanOf(raw, error) };
    case "e":
      return { text: raw, fault: "error value" };
    case "d":
      return { text: isoDateText(raw) };
    case "n":
      return numberText(raw, styles[style] ?? general, isFrom1904);
  }
  throw error("has an unknown type");
};

const textAt = (
  texts: SharedTexts,
  raw: string,
  error: (rule: string) => XlsxError,
): string => {
  const text = /^\d+$/.test(raw) ? texts.at(Number(raw)) : undefined;
  if (text === undefined) throw error("has a text that is missing in the workbook");
  return text;
};

const booleans: { readonly [raw: string]: string | undefined } = {
  "1": "true",
  "0": "false",
  true: "true",
  false: "false",
};

const booleanOf = (raw: string, error: (rule: string) => XlsxError): string => {
  const text = booleans[raw.toLowerCase()];
  if (text === undefined) throw error("has an unknown boolean");
  return text;
};

const numberText = (raw: string, format: NumberFormat, isFrom1904: boolean): CellText => {
  if (!isNumber(raw)) return { text: raw };
  const value = Number(raw);
  const shown = shownBy(format, value);
  if (shown.kind === "date") {
    const text = dateText(value, shown.of, isFrom1904);
    if (text !== undefined) return { text };
  }
  const plain = plainNumber(raw);
  if (mayHaveLostDigits(raw)) return { text: plain, fault: "digits lost" };
  if (shown.kind === "percent") return { text: `${plainNumber(String(value * 100))}%` };
  const isMasked = shown.kind === "mask" && /^\d+$/.test(plain);
  return { text: isMasked ? masked(plain, shown.tokens) : plain };
};
