/**
 * The code of a number format, cut into sections and tokens.
 *
 * @module
 */

/**
 * A step of a code. `literal` is shown as it is; `code` is one sign with a meaning; `elapsed` is `[h]`; `other` in
 * brackets is a colour, a language or a condition; `space` is as wide as a sign, or fills the cell.
 */
export interface Token {
  readonly kind: "literal" | "code" | "elapsed" | "other" | "space";
  readonly text: string;
}

const steps = /"[^"]*"?|\\.|[_*].|\[[^\]]*\]|[^]/gu;

/** The tokens of each section. */
export const tokensOf = (code: string): ReadonlyArray<ReadonlyArray<Token>> => {
  const sections: Array<Array<Token>> = [[]];
  for (const [step] of code.matchAll(steps)) {
    if (step === ";") sections.push([]);
    else sections[sections.length - 1].push(tokenOf(step));
  }
  return sections;
};

const tokenOf = (step: string): Token => {
  const [first] = step;
  if (first === '"') return { kind: "literal", text: step.replaceAll('"', "") };
  if (first === "\\") return { kind: "literal", text: step.slice(1) };
  if (step.length === 1) return { kind: "code", text: step };
  if (first === "_" || first === "*") return { kind: "space", text: "" };
  if (/^\[(h+|m+|s+)\]$/i.test(step)) return { kind: "elapsed", text: step };
  // The sign of a currency, and a language after it: [$zł-415].
  if (step.startsWith("[$")) return { kind: "literal", text: step.slice(2, -1).split("-")[0] };
  return first === "[" ? { kind: "other", text: step } : { kind: "literal", text: step };
};

const condition = /^\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]$/;

const comparisons: { readonly [sign: string]: (a: number, b: number) => boolean } = {
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
  "<>": (a, b) => a !== b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "=": (a, b) => a === b,
};

/** The numbers that a section is for, where it says so: `[<=9999999]`. */
export const conditionOf = (
  tokens: ReadonlyArray<Token>,
): ((value: number) => boolean) | undefined => {
  for (const { kind, text } of tokens) {
    const found = kind === "other" ? condition.exec(text) : null;
    if (found !== null) return (value) => comparisons[found[1]](value, Number(found[2]));
  }
  return undefined;
};
