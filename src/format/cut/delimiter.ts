/**
 * Finds the delimiter of CSV in the first line that is not blank: Excel's `sep=;` names it, and a header shows it.
 *
 * @module
 */

const delimiters = [";", "\t", ","];

/** The line in which Excel names the delimiter. */
const notice = /^[\r\n]*sep=(.)[\r\n]/;

/** Collects text up to the end of the first line that is not blank. Each character is read once. */
export class FirstLine {
  readonly #maxLength: number;
  #text = "";
  /** How many characters of the text were read. */
  #length = 0;
  #isBlank = true;
  #isQuoted = false;
  /** Whether a cell begins here, whichever sign is the delimiter: only here a quotation mark opens a cell. */
  #isAtCell = true;
  /** How often each delimiter stands in the line, outside of quotation marks. */
  readonly #counts = delimiters.map(() => 0);

  /** Reads no more than `maxLength` characters. */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** Takes text. Returns whether it was enough. */
  add(text: string): boolean {
    this.#text += text;
    for (const sign of text) {
      if (this.#length++ === this.#maxLength) return true;
      const isLineEnd = sign === "\r" || sign === "\n";
      if (isLineEnd && !this.#isQuoted && !this.#isBlank) return true;
      this.#isBlank &&= isLineEnd;
      if (this.#isQuoted) this.#isQuoted = sign !== '"';
      else this.#readPlain(sign);
    }
    return false;
  }

  #readPlain(sign: string): void {
    const i = delimiters.indexOf(sign);
    if (i >= 0) this.#counts[i]++;
    // After a quotation mark that closes a cell, a second one opens it again: two stand for one.
    if (sign === '"' && this.#isAtCell) this.#isQuoted = true;
    else this.#isAtCell = i >= 0 || sign === "\r" || sign === "\n";
  }

  /** All text that was taken. */
  get text(): string {
    return this.#text;
  }

  /** The delimiter that the line names, if it is Excel's notice and no header. */
  get namedDelimiter(): string | undefined {
    return notice.exec(this.#text)?.[1];
  }

  /** The delimiter that the line has most of. */
  get usualDelimiter(): string {
    return delimiters[this.#counts.indexOf(Math.max(...this.#counts))];
  }
}
