/**
 * Cuts the text of a JSON document into the texts of the elements of its list, so that numbers which `JSON.parse` would
 * change can be read from the text. The list is the document, or stands in it as `customers`.
 *
 * Effect's `JsonArray` parses the same text and decides what is valid, so this file does not look for mistakes. Work is
 * linear in the text, and at most one part is kept from one piece of the text to the next.
 *
 * @module
 */
import { mayHaveLongNumbers, parseExactJson } from "../../internal/exact_json.ts";
import { parseJson } from "../../internal/json.ts";

/** Follows the text of a document. */
export class ElementCutter {
  /** The texts of the elements that were completed by the last piece, or before and not given. */
  readonly #texts: Array<string> = [];
  /** How many of the texts were given. */
  #given = 0;
  #depth = 0;
  /** The depth of the parts: 0 for the document, 1 for what is in it, 2 for what is in its list. */
  #partDepth = 0;
  /** Whether the parts are elements of the list, and not keys and values of the document. */
  #isList = false;
  #isOver = false;
  #isInText = false;
  #isEscaped = false;
  /** The part that is being read. */
  #part = "";
  /** The last key of the document. */
  #key = "";
  /** Whether the part that is being read was given as an element. */
  #isPartGiven = false;

  /** Takes a piece of the text. */
  add(piece: string): void {
    this.#texts.splice(0, this.#given);
    this.#given = 0;
    let start = 0;
    for (let at = 0; at < piece.length && !this.#isOver; at++) {
      if (this.#isInText) at = this.#endOfText(piece, at);
      else if (this.#endsPart(piece[at])) {
        this.#part += piece.slice(start, at);
        this.#endPart(piece[at]);
        start = at + 1;
      }
    }
    this.#part = this.#isOver ? "" : this.#part + piece.slice(start);
  }

  /** Takes the next element as `JsonArray` parsed it, and returns the element with its numbers as in the text. */
  exact(element: unknown): unknown {
    let text = this.#texts[this.#given++];
    if (text === undefined) {
      // The sign that ends the element has not come yet.
      text = this.#part;
      this.#isPartGiven = true;
    }
    return mayHaveLongNumbers(text) ? parseExactJson(text) : element;
  }

  /** The place of the quotation mark that ends the text; the length of the piece if the text goes on. */
  #endOfText(piece: string, start: number): number {
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

  /** Takes a sign outside of texts. Returns whether the sign ends a part. */
  #endsPart(sign: string): boolean {
    switch (sign) {
      case '"':
        this.#isInText = true;
        return false;
      case "[":
      case "{":
        return this.#depth++ === this.#partDepth && this.#isWayToList(sign);
      case "]":
      case "}":
        return this.#depth-- === this.#partDepth;
      case ",":
      case ":":
        return this.#depth === this.#partDepth;
      default:
        return false;
    }
  }

  /** Whether the list, or the object around the list, begins with the sign. */
  #isWayToList(sign: string): boolean {
    if (this.#isList) return false;
    return this.#partDepth === 0 || sign === "[" && parseJson(this.#key) === "customers";
  }

  #endPart(sign: string): void {
    const part = this.#part;
    this.#part = "";
    if (sign === "[" || sign === "{") {
      this.#partDepth++;
      this.#isList = sign === "[";
    } else if (this.#isList) {
      if (!this.#isPartGiven && part.trim() !== "") this.#texts.push(part);
      this.#isPartGiven = false;
      this.#isOver = sign === "]";
    } else if (sign === ":") {
      this.#key = part;
    }
  }
}
