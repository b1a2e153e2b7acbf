/**
 * A cell with both names of a person, as a first name and a surname.
 *
 * @module
 */

/** How both names are told apart: by their order, cut at the first space, or by a column that has the first name. */
export type Split = "given first" | "surname first" | "beside the first name";

/** The fields that a split cell gives. */
export const fieldsOfSplit = (split: Split): ReadonlyArray<"name" | "surname"> =>
  split === "beside the first name" ? ["surname"] : ["name", "surname"];

/** The names that were found. */
export interface Names {
  readonly name?: string;
  readonly surname?: string;
}

/** Cuts both names at the first space. One word is the surname. */
export const cutNames = (text: string, order: Exclude<Split, "beside the first name">): Names => {
  const space = text.search(/\s/);
  if (space < 0) return { surname: text };
  const [first, rest] = [text.slice(0, space), text.slice(space + 1).trim()];
  return order === "given first" ? { name: first, surname: rest } : { name: rest, surname: first };
};

/**
 * The surname: what remains of both names without the first name that stands at their beginning or end. Without a first
 * name it is the whole text. `undefined` if the first name is not there.
 */
export const withoutFirstName = (text: string, name: unknown): Names | undefined => {
  if (typeof name !== "string") return { surname: text };
  const words = text.split(/\s+/);
  const first = comparable(name).split(/\s+/);
  const isAt = (at: number) => first.every((word, i) => comparable(words[at + i] ?? "") === word);
  const end = words.length - first.length;
  if (end === 0 && isAt(0)) return {};
  if (end < 0) return undefined;
  if (isAt(0)) return { surname: words.slice(first.length).join(" ") };
  return isAt(end) ? { surname: words.slice(0, end).join(" ") } : undefined;
};

const comparable = (name: string): string => name.normalize("NFC").toLowerCase().trim();
