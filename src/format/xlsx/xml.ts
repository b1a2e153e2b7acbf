/**
 * Reads XML that comes in pieces, as much as workbooks need: elements, attributes, text. The reader pulls one token
 * after the other, so that it can pause anywhere.
 *
 * It is strict, because a lenient reader gives wrong values without a word: elements must be closed in order, a
 * reference must be known, and there may be no DTD, so that nothing can expand. Names are without their prefixes.
 *
 * **Work is linear in the text.** Nothing may search for a character that may not be there: `indexOf('"')` once a tag
 * looks through the whole piece each time. A token that goes on in the next piece is read again from its beginning; so
 * only tags, which have a limit, are kept. Text, comments and CDATA are given or dropped piece by piece.
 *
 * @module
 */
import { XlsxError } from "./error.ts";
import { attributeIn, endOfTag, invalid, isSpace, unfinished } from "./xml_tag.ts";
import { withoutReferences } from "./xml_text.ts";

/** What comes next: an element begins or ends, there is text, or more text must be added. */
export type XmlToken = "open" | "close" | "text" | "more";

/** Longest tag with its attributes, in UTF-16 code units. */
const maxTag = 65_536;
/** Deepest nesting of elements. Workbooks have some ten. */
const maxDepth = 100;
/** Longest reference, such as `&#x10FFFF;`. */
const maxReference = 10;

const bang = 33;
const slash = 47;
const less = 60;
const question = 63;

/** Where the reader is: between tags, or in something that ends with a certain text. */
interface Inside {
  readonly end: "-->" | "?>" | "]]>";
  readonly isText: boolean;
}

/** Reads the tokens of a part. */
export class XmlReader {
  readonly #place: string;
  #text = "";
  #at = 0;
  #inside: Inside | undefined;
  /** The full names of the elements that are open. */
  readonly #open: Array<string> = [];
  #hasRoot = false;
  /** Whether the element that was opened last is empty, and its end is the next token. */
  #isEmpty = false;
  /** Where the token's attributes or text begin and end. */
  #from = 0;
  #to = 0;
  #isLiteral = false;
  #name = "";

  /** Reads a part; `place` names it in errors. */
  constructor(place: string) {
    this.#place = place;
  }

  /** The name of the element that was opened or closed. */
  get name(): string {
    return this.#name;
  }

  /** How many elements are open, the one that was opened last included. */
  get depth(): number {
    return this.#open.length;
  }

  /** Adds text, after all tokens of the text before were read. */
  add(piece: string): void {
    this.#text = this.#at === this.#text.length ? piece : this.#text.slice(this.#at) + piece;
    this.#at = 0;
  }

  /** Throws unless the part came to its end. */
  finish(): void {
    const isWhole = this.#hasRoot && this.#open.length === 0 && this.#inside === undefined;
    if (!isWhole || this.#text.slice(this.#at).trim() !== "") throw this.#error("is cut off");
  }

  /** The value of an attribute of the element that was opened, by its name without a prefix. */
  attribute(name: string): string | undefined {
    const raw = attributeIn(this.#text, this.#from, this.#to, name);
    return raw === undefined ? undefined : this.#resolve(raw);
  }

  /** The text of a text token. Long text comes in several tokens. */
  text(): string {
    const raw = this.#text.slice(this.#from, this.#to);
    return this.#isLiteral ? raw : this.#resolve(raw);
  }

  /** Reads the next token. */
  next(): XmlToken {
    if (this.#isEmpty) {
      this.#isEmpty = false;
      this.#open.pop();
      return "close";
    }
    while (this.#at < this.#text.length) {
      if (this.#inside !== undefined) {
        if (this.#readInside(this.#inside)) return "text";
        if (this.#inside !== undefined) return "more";
      } else if (this.#text.charCodeAt(this.#at) !== less) {
        return this.#readText();
      } else {
        const token = this.#readTag();
        if (token !== undefined) return token;
      }
    }
    return "more";
  }

  #readText(): XmlToken {
    const tag = this.#text.indexOf("<", this.#at);
    const end = tag < 0 ? this.#endOfKnownText() : tag;
    if (end === this.#at) return "more";
    this.#give(this.#at, end, false);
    this.#at = end;
    return "text";
  }

  /** Text may go on in the next piece, and a reference in it may be cut. */
  #endOfKnownText(): number {
    const { length } = this.#text;
    const reference = this.#text.lastIndexOf("&");
    const isCut = reference >= this.#at && length - reference < maxReference &&
      !this.#text.includes(";", reference);
    return isCut ? reference : length;
  }

  /** Reads what stands in a comment, a CDATA section or an instruction. Returns whether it is text. */
  #readInside({ end, isText }: Inside): boolean {
    const from = this.#at;
    const found = this.#text.indexOf(end, from);
    // The end may be cut.
    const to = found < 0 ? Math.max(from, this.#text.length - end.length + 1) : found;
    if (found >= 0) this.#inside = undefined;
    this.#at = found < 0 ? to : found + end.length;
    if (isText && to > from) this.#give(from, to, true);
    return isText && to > from;
  }

  /** Reads a tag; `undefined` if it is none that is given. */
  #readTag(): XmlToken | undefined {
    const start = this.#at;
    const second = this.#text.charCodeAt(start + 1);
    if (second === bang) return this.#readDeclaration(start);
    if (second === question) {
      this.#inside = { end: "?>", isText: false };
      this.#at = start + 2;
      return undefined;
    }
    const end = endOfTag(this.#text, start);
    if (end === invalid) throw this.#error("is not valid XML");
    if (end === unfinished) {
      if (this.#text.length - start > maxTag) throw this.#error("has a tag that is too long");
      return "more";
    }
    this.#at = end + 1;
    return second === slash ? this.#close(start + 2, end) : this.#openTag(start + 1, end);
  }

  #readDeclaration(start: number): XmlToken | undefined {
    const isText = this.#text.startsWith("<![CDATA[", start);
    if (isText || this.#text.startsWith("<!--", start)) {
      this.#inside = isText ? { end: "]]>", isText } : { end: "-->", isText };
      this.#at = start + (isText ? 9 : 4);
      return undefined;
    }
    if (this.#text.length - start < 9) return "more";
    throw this.#error("has a DTD, which is not allowed");
  }

  #openTag(start: number, end: number): XmlToken {
    this.#isEmpty = this.#text.charCodeAt(end - 1) === slash;
    this.#to = this.#isEmpty ? end - 1 : end;
    let at = start;
    while (at < this.#to && !isSpace(this.#text.charCodeAt(at))) at++;
    this.#from = at;
    const name = this.#text.slice(start, at);
    const isSecondRoot = this.#hasRoot && this.#open.length === 0;
    if (name === "" || isSecondRoot) throw this.#error("is not valid XML");
    if (this.#open.length >= maxDepth) throw this.#error("is nested too deeply");
    this.#hasRoot = true;
    this.#open.push(name);
    this.#name = withoutPrefix(name);
    return "open";
  }

  #close(start: number, end: number): XmlToken {
    const name = this.#text.slice(start, end).trimEnd();
    if (this.#open.pop() !== name) throw this.#error("is not valid XML");
    this.#name = withoutPrefix(name);
    return "close";
  }

  #give(from: number, to: number, isLiteral: boolean): void {
    this.#from = from;
    this.#to = to;
    this.#isLiteral = isLiteral;
  }

  #resolve(raw: string): string {
    const text = withoutReferences(raw);
    if (text === undefined) throw this.#error("is not valid XML: it has an unknown reference");
    return text;
  }

  #error(rule: string): XlsxError {
    return new XlsxError("not-valid", this.#place, rule);
  }
}

const withoutPrefix = (name: string): string => {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
};
