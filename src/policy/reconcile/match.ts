/**
 * Who is the customer with a key, before anything was sent for it. A guess is never made.
 *
 * | found                                                      | match     |
 * |------------------------------------------------------------|-----------|
 * | nobody                                                     | `None`    |
 * | one that carries the key                                   | `One`     |
 * | several that carry the key                                 | `Several` |
 * | only customers that do not carry the key                   | `Failed`  |
 * | one that carries the key, and as many others as were asked for | `Failed` |
 *
 * @module
 */
import type { FoundCustomer, Lookup } from "../../call/lookup.ts";
import { outcomeTexts } from "../../outcome/texts.ts";
import { carries, comparableForm } from "./same_key.ts";

/** What lookups of a key say. */
export type Match =
  | { readonly _tag: "None" }
  | { readonly _tag: "One"; readonly customer: FoundCustomer }
  | {
    readonly _tag: "Several";
    readonly count: number;
    /** Whether there may be more. */
    readonly isMore: boolean;
  }
  | { readonly _tag: "Failed"; readonly message: string };

/**
 * What to look for: the value as it was sent, in the form in which values are compared, and as people mostly write it,
 * because nobody knows in which form Thulium stores it.
 */
export const formsOf = (lookup: Lookup): ReadonlyArray<Lookup> => {
  const compared = comparableForm(lookup);
  const values = new Set([lookup.value, compared, ...writtenForms(lookup.by, compared)]);
  return [...values].map((value) => ({ ...lookup, value }));
};

/** Other ways to write a Polish phone number, and a NIP. */
const writtenForms = (by: Lookup["by"], digits: string): ReadonlyArray<string> => {
  if (by === "phone_number" && digits.length === 9) return [`48${digits}`];
  if (by !== "nip" || digits.length !== 10) return [];
  return [digits.replace(/^(...)(...)(..)(..)$/, "$1-$2-$3-$4")];
};

/** What the answers to all forms of a key say, of at most `limit` customers each. */
export const matchOf = (
  lookup: Lookup,
  answers: ReadonlyArray<ReadonlyArray<FoundCustomer>>,
  limit: number,
): Match => {
  const found = answers.flat();
  const matches = new Map(
    found.flatMap((one) => carries(one, lookup) ? [[one.customerId, one]] : []),
  );
  const isCutOff = answers.some(({ length }) => length >= limit);
  const [first] = matches.values();
  if (matches.size > 1) return { _tag: "Several", count: matches.size, isMore: isCutOff };
  if (isCutOff) return { _tag: "Failed", message: outcomeTexts.tooMany };
  if (first !== undefined) return { _tag: "One", customer: first };
  return found.length === 0
    ? { _tag: "None" }
    : { _tag: "Failed", message: outcomeTexts.othersOnly };
};
