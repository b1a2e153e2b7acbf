/**
 * The text of a cell or of a shared text: one `t`, or several of differently formatted parts. What says how Japanese is
 * pronounced (`rPh`) is no part of it.
 *
 * @module
 */
import { XlsxError } from "./error.ts";
import type { XmlReader, XmlToken } from "./xml.ts";
import { withoutExcelEscapes } from "./xml_text.ts";

/** Puts a text together. */
export class RichText {
  readonly #place: string;
  readonly #maxLength: number;
  #text = "";
  #isText = false;
  #isPhonetic = false;

  /** A text may have `maxLength` UTF-16 code units; `place` names its part in errors. */
  constructor(place: string, maxLength: number) {
    this.#place = place;
    this.#maxLength = maxLength;
  }

  /** Begins a text. */
  begin(): void {
    this.#text = "";
    this.#isText = this.#isPhonetic = false;
  }

  /** Takes a token that is inside of the text's element. */
  take(token: XmlToken, xml: XmlReader): void {
    if (token === "text") {
      if (this.#isText) this.add(xml.text());
    } else if (xml.name === "t") this.#isText = token === "open" && !this.#isPhonetic;
    else if (xml.name === "rPh") this.#isPhonetic = token === "open";
  }

  /** Adds to the text. */
  add(text: string): void {
    this.#text += text;
    if (this.#text.length > this.#maxLength) {
      throw new XlsxError(
        "too-large",
        this.#place,
        `has a cell of more than ${this.#maxLength} characters`,
      );
    }
  }

  /** The whole text. */
  end(): string {
    return withoutExcelEscapes(this.#text);
  }

  /** The whole text as it is written, for what may be no text but a number. */
  written(): string {
    return this.#text;
  }
}
