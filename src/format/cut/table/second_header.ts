/**
 * Finds headers among the rows of a table: the table's own once more, written in another way or language, or that of
 * another table, whose rows would become wrong customers.
 *
 * **A row is a header only if it names the surname and nothing in it is a value.** Each row is asked, so that the first
 * look costs one search in a set.
 *
 * @module
 */
import type { Column } from "./columns.ts";
import { knownNames, meaningsOf } from "./known_columns.ts";
import { plainName } from "./plain_name.ts";
import { isBlankCell } from "./trim.ts";

/** What a row is that is no customer. */
export type SecondHeader = "the same" | "another";

const longestName = 40;
const letters: { readonly [letter: string]: string } = {
  ...{ ą: "a", ć: "c", ę: "e", ł: "l", ń: "n", ó: "o", ś: "s", ź: "z", ż: "z" },
};

/** Names as most programs write them, without the marks of Polish letters. */
const folded = (cell: string): string =>
  cell.toLowerCase().replaceAll(/[ąćęłńóśźż]/g, (letter) => letters[letter]);

/**
 * The length and the ends of a name, as a number. Most surnames have those of no name, which is found without folding them.
 * 0 if an end is no ASCII letter or digit.
 */
const outlineOf = (name: string): number => {
  const first = plainCode(name.charCodeAt(0));
  const last = plainCode(name.charCodeAt(name.length - 1));
  return first === 0 || last === 0 ? 0 : name.length << 16 | first << 8 | last;
};

const plainCode = (code: number): number => {
  if (code >= 0x41 && code <= 0x5a) return code | 0x20;
  return code >= 0x61 && code <= 0x7a || code >= 0x30 && code <= 0x39 ? code : 0;
};

/** Tells headers from customers. */
export class SecondHeaders {
  readonly #columns: ReadonlyArray<Column>;
  readonly #plain: ReadonlyArray<string>;
  readonly #known: ReadonlyMap<string, string>;
  readonly #outlines: ReadonlySet<number>;
  /** The column of the surname, which in a header holds a name of a column. */
  readonly #surname: number;

  /** Knows the table's own header. */
  constructor(columns: ReadonlyArray<Column>, header: ReadonlyArray<string>) {
    this.#columns = columns;
    this.#plain = header.map(plainName);
    this.#known = knownNames();
    this.#surname = columns.findIndex(({ field }) => field === "surname");
    this.#outlines = new Set([...this.#known.keys(), ...this.#plain].map(outlineOf));
  }

  /** What the row is, if it is a header. */
  find(cells: ReadonlyArray<string>): SecondHeader | undefined {
    const cell = cells[this.#surname];
    if (cell === undefined || cell.length > longestName) return undefined;
    const text = cell.trim();
    const outline = outlineOf(text);
    if (outline !== 0 && !this.#outlines.has(outline)) return undefined;
    const name = folded(text);
    if (!this.#known.has(name) && name !== this.#plain[this.#surname]) return undefined;
    return this.#look(cells);
  }

  #look(cells: ReadonlyArray<string>): SecondHeader | undefined {
    const meanings = meaningsOf(cells);
    const plain = cells.map(plainName);
    const filled = cells.flatMap((cell, i) => isBlankCell(cell) ? [] : [i]);
    const isOwn = (i: number): boolean => plain[i] === this.#plain[i];
    const areNames = filled.every((i) =>
      meanings[i] !== undefined || plain[i] !== "" && this.#plain.includes(plain[i])
    );
    const namesSurname = filled.some((i) => {
      const meaning = meanings[i];
      return meaning !== undefined && ("bothNames" in meaning || meaning.field === "surname");
    });
    if (!areNames || filled.length < Math.min(2, this.#columns.length)) return undefined;
    if (filled.every(isOwn)) return "the same";
    if (!namesSurname) return undefined;
    return filled.every((i) => isOwn(i) || this.#isMeant(i, meanings[i])) ? "the same" : "another";
  }

  #isMeant(i: number, meaning: ReturnType<typeof meaningsOf>[number]): boolean {
    const finding = this.#columns[i]?.finding;
    if (meaning === undefined || finding === undefined) return false;
    return "field" in meaning ? meaning.field === finding.field : finding.why === "both names";
  }
}
