/**
 * Follows the text of JSON and cuts it into parts: the rows, as texts. The rows are the elements of a list, wherever the
 * list stands; the members of an object; or all values of the text, one after the other.
 *
 * It looks for no mistakes inside of a row, because whoever parses the row finds them, and passes over comments, commas
 * too many and the separators of JSON text sequences. **What it gives is a row of the list that was asked for, and whole.**
 * A second list in the same place, brackets that do not match, and a text that ends early are problems.
 *
 * Work is linear in the text, and at most one row is kept from one piece of the text to the next.
 *
 * @module
 */
import { parseJson } from "../../internal/json.ts";
import { Comment } from "./json_comment.ts";

/** Where the rows stand: each value of the text, the members of its object, or the elements of a list. */
export type Rows =
  | { readonly in: "values" }
  | { readonly in: "members" }
  /** The list itself, or the one that stands under these keys; `undefined` is any key. */
  | { readonly in: "list"; readonly keys: ReadonlyArray<string | undefined> };

/** A row. */
export interface JsonPart {
  /** The text; `undefined` if it is too long. */
  readonly text: string | undefined;
  /** The line on which the row begins, from 1. */
  readonly line: number;
}

/** Why the text can't be read any further. */
export type PartsProblem =
  /** Brackets do not match, or something else stands in their place. */
  | "brackets"
  /** A text goes over the end of a line, which no text of JSON does. */
  | "open-text"
  | "ends-early"
  | "two-lists"
  | "after-end";

const quote = 0x22;
const slash = 0x2f;
const colon = 0x3a;
const comma = 0x2c;
const recordSeparator = 0x1e;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const isOpening = (code: number): boolean => code === 0x5b || code === 0x7b;
const isClosing = (code: number): boolean => code === 0x5d || code === 0x7d;
const isBlank = (code: number): boolean =>
  code === 0x20 || code === 0x09 || code === lineFeed || code === carriageReturn ||
  code === recordSeparator;

/** Cuts one text. */
export class JsonPartCutter {
  readonly #rows: Rows;
  /** How many brackets are open around a row. */
  readonly #rowDepth: number;
  readonly #maxLength: number;
  readonly #take: (part: JsonPart) => void;
  /** The brackets that are open around rows. */
  readonly #open: Array<number> = [];
  #depth = 0;
  /** How many of the open brackets lead to the rows. */
  #matched = 0;
  #lists = 0;
  #isRootOver = false;
  #isInText = false;
  #isEscaped = false;
  readonly #comment = new Comment();
  /** The row, or the key around rows, that is being read, and its whole length. */
  #part = "";
  #length = 0;
  #key = "";
  #line = 1;
  /** The next line end of the piece, as far as it was looked for. */
  #lineEnd = -1;
  /** The last sign of the piece before. */
  #last = 0;
  #problem: PartsProblem | undefined;

  /** A row may have `maxLength` UTF-16 code units. */
  constructor(rows: Rows, maxLength: number, take: (part: JsonPart) => void) {
    this.#rows = rows;
    this.#rowDepth = rows.in === "values" ? 0 : rows.in === "members" ? 1 : rows.keys.length + 1;
    this.#maxLength = maxLength;
    this.#take = take;
  }

  /** What is wrong. Nothing more is given then. */
  get problem(): PartsProblem | undefined {
    return this.#problem;
  }

  /** The line that is being read, from 1. */
  get line(): number {
    return this.#line;
  }

  /** Whether the list was found whose elements are the rows. */
  get hasBegun(): boolean {
    return this.#lists > 0;
  }

  /** Whether the next sign stands between two elements of the list. */
  get isBetweenRows(): boolean {
    return this.#rows.in === "list" && this.#isInRows && this.#depth === this.#rowDepth &&
      !this.#isInText && !this.#comment.isOpen &&
      this.#problem === undefined && this.#length === this.#part.length && this.#part.trim() === "";
  }

  /** Counts a sign outside of texts that somebody else reads. */
  pass(code: number): void {
    this.#countLine(code, this.#last);
    this.#last = code;
  }

  /** Takes text, and gives the rows that are complete. */
  add(text: string): void {
    let start = 0;
    this.#lineEnd = -1;
    for (let at = 0; at < text.length && this.#problem === undefined; at++) {
      if (this.#isInText) {
        at = this.#endOfText(text, at);
        continue;
      }
      const code = text.charCodeAt(at);
      if (this.#comment.isOpen) {
        this.#countLine(code, at === 0 ? this.#last : text.charCodeAt(at - 1));
        if (this.#comment.read(code)) start = at + 1;
        if (this.#comment.isBroken) this.#problem = "brackets";
        continue;
      }
      // Nearly all signs outside of texts are digits and letters.
      if (code > colon && code < 0x5b || code > slash && code < colon) continue;
      if (code === quote) this.#isInText = true;
      else if (code === slash) {
        this.#keep(text, start, at);
        this.#comment.begin();
      } else if (isOpening(code)) {
        if (this.#depth < this.#rowDepth) {
          this.#keep(text, start, at);
          this.#openAround(code);
          start = at + 1;
        }
        this.#depth++;
      } else if (isClosing(code)) {
        if (this.#depth > this.#rowDepth) {
          this.#depth--;
          if (this.#depth > 0 || this.#rowDepth > 0) continue;
          this.#keep(text, start, at + 1);
          this.#giveRow();
        } else {
          this.#keep(text, start, at);
          this.#closeAround(code);
        }
        start = at + 1;
      } else {
        if (this.#separates(code)) {
          this.#keep(text, start, at);
          this.#separate(code);
          start = at + 1;
        }
        this.#countLine(code, at === 0 ? this.#last : text.charCodeAt(at - 1));
      }
    }
    if (!this.#comment.isOpen) this.#keep(text, start, text.length);
    if (text !== "") this.#last = text.charCodeAt(text.length - 1);
  }

  /** Gives the last row, if nothing followed it. */
  finish(): void {
    if (this.#problem !== undefined) return;
    if (this.#depth > 0 || this.#isInText || this.#comment.isUnfinished) {
      this.#problem = "ends-early";
    } else if (this.#rowDepth === 0) this.#giveRow();
    else if (this.#part.trim() !== "") this.#problem = "after-end";
  }

  get #isInRows(): boolean {
    return this.#matched === this.#rowDepth;
  }

  /** Keeps text that is a part of a row, or of a key that may lead to the rows. */
  #keep(text: string, start: number, end: number): void {
    if (end <= start || this.#matched !== Math.min(this.#depth, this.#rowDepth)) return;
    this.#length += end - start;
    this.#part = this.#length <= this.#maxLength ? this.#part + text.slice(start, end) : "";
  }

  /** The place of the quotation mark that ends the text; the length of the piece if the text goes on. */
  #endOfText(piece: string, start: number): number {
    const end = this.#endOfTextIn(piece, start);
    if (this.#lineEnd < start) {
      const found = piece.indexOf("\n", start);
      this.#lineEnd = found < 0 ? piece.length : found;
    }
    if (this.#lineEnd < end) this.#problem = "open-text";
    return end;
  }

  #endOfTextIn(piece: string, start: number): number {
    let from = this.#isEscaped ? start + 1 : start;
    for (;;) {
      const found = piece.indexOf('"', from);
      const end = found < 0 ? piece.length : found;
      let escape = end;
      while (escape > from && piece[escape - 1] === "\\") escape--;
      const isEscaped = (end - escape) % 2 === 1;
      this.#isEscaped = found < 0 && isEscaped;
      this.#isInText = found < 0 || isEscaped;
      if (found < 0 || !isEscaped) return end;
      from = end + 1;
    }
  }

  #countLine(code: number, before: number): void {
    if (code === carriageReturn || code === lineFeed && before !== carriageReturn) this.#line++;
  }

  #separates(code: number): boolean {
    if (this.#depth > this.#rowDepth) return false;
    if (code === comma) return true;
    if (code === colon) return !this.#isInRows || this.#rows.in === "members";
    return this.#rowDepth === 0 && isBlank(code);
  }

  #separate(code: number): void {
    if (code === colon) this.#key = this.#part;
    else if (this.#isInRows) this.#giveRow();
    else if (this.#depth === 0) this.#problem = this.#isRootOver ? "after-end" : "brackets";
    this.#clear();
  }

  /** Opens a bracket around rows, or beside them. */
  #openAround(bracket: number): void {
    const depth = this.#depth;
    this.#open[depth] = bracket;
    if (depth === 0 && (this.#part.trim() !== "" || this.#isRootOver && !this.#mayRepeat)) {
      this.#problem = this.#isRootOver ? "after-end" : "brackets";
    }
    if (this.#matched === depth && this.#leadsToRows(bracket)) {
      this.#matched++;
      if (this.#isInRows && ++this.#lists > 1 && !this.#mayRepeat) this.#problem = "two-lists";
    }
    this.#clear();
  }

  /** Lists may follow each other, as some programs write them. */
  get #mayRepeat(): boolean {
    return this.#rows.in === "list" && this.#rows.keys.length === 0;
  }

  #leadsToRows(bracket: number): boolean {
    if (this.#rows.in !== "list") return bracket === 0x7b;
    const { keys } = this.#rows;
    const key = keys[this.#depth - 1];
    if (key !== undefined && parseJson(this.#key) !== key) return false;
    return bracket === (this.#depth === keys.length ? 0x5b : 0x7b);
  }

  #closeAround(bracket: number): void {
    if (this.#isInRows && this.#depth === this.#rowDepth && this.#depth > 0) this.#giveRow();
    this.#depth--;
    // The signs of a pair are two apart.
    if (this.#depth < 0 || this.#open[this.#depth] !== bracket - 2) this.#problem = "brackets";
    this.#matched = Math.max(0, Math.min(this.#matched, this.#depth));
    this.#isRootOver ||= this.#depth === 0;
    this.#clear();
  }

  #giveRow(): void {
    const text = this.#part.trim();
    if (this.#length > this.#maxLength) this.#take({ text: undefined, line: this.#line });
    else if (text !== "") this.#take({ text, line: this.#line - lineEnds(this.#part.trimStart()) });
    this.#clear();
  }

  #clear(): void {
    this.#part = "";
    this.#length = 0;
  }
}

const lineEnds = (text: string): number =>
  text.includes("\n") || text.includes("\r") ? text.match(/\r\n?|\n/g)?.length ?? 0 : 0;
