/**
 * Digits in a mask: 950 in `00-000` is `00-950`.
 *
 * @module
 */
import type { Token } from "./format_tokens.ts";

const isPlace = ({ kind, text }: Token): boolean =>
  kind === "code" && (text === "0" || text === "#");

/** Puts digits into the places of a mask, from the right. Digits without a place come before the first one. */
export const masked = (digits: string, mask: ReadonlyArray<Token>): string => {
  const first = mask.findIndex(isPlace);
  let rest = digits;
  let text = "";
  for (let i = mask.length - 1; i >= 0; i--) {
    const token = mask[i];
    if (i === first) {
      text = rest.padStart(token.text === "0" ? 1 : 0, "0") + text;
    } else if (isPlace(token)) {
      text = (rest.at(-1) ?? (token.text === "0" ? "0" : "")) + text;
      rest = rest.slice(0, -1);
    } else if (token.kind === "literal" || token.kind === "code") {
      text = token.text + text;
    }
  }
  return text.trim();
};
