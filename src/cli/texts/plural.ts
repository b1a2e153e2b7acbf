/**
 * Numbers with nouns, in the form that the language has for the number.
 *
 * @module
 */

/** The forms of a noun: English has `one` and `other`, Polish `one`, `few`, `many` and, for fractions, `other`. */
export type Forms = { readonly [form in "one" | "few" | "many" | "other"]?: string } & {
  readonly other: string;
};

/** Gives the form of a noun for a number: `forms(2)({ one: "row", other: "rows" })`. */
export const formsIn = (language: string): (count: number, forms: Forms) => string => {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => {
    const form = rules.select(count);
    return (form === "one" || form === "few" || form === "many" ? forms[form] : undefined) ??
      forms.other;
  };
};

/** `1 row`, `2 rows`. */
export const countedIn = (language: string): (count: number, forms: Forms) => string => {
  const formOf = formsIn(language);
  return (count, forms) => `${count} ${formOf(count, forms)}`;
};
