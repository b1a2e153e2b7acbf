/**
 * One record of CSV (RFC 4180), read piece by piece. A quotation mark in a cell that does not begin with one is a part
 * of the cell, as spreadsheets write it. Spaces may stand between a delimiter and a quotation mark, as people write it.
 *
 * @module
 */

/** What the next character of a record is read as. */
type Place =
  | "beginning of a cell"
  | "plain cell"
  | "quoted cell"
  /** A quotation mark in a quoted cell ends the cell, or is the first of two that stand for one. */
  | "after a quotation mark"
  /** A space after a quoted cell. */
  | "after a quoted cell"
  /** A line end outside of quotation marks. */
  | "end of the record"
  /** A character other than a delimiter, a space or a line end, after a quoted cell. */
  | "out of place";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Reads one record after the other. */
export class RecordReader {
  readonly #delimiter: number;
  readonly #quote: string;
  readonly #quoteCode: number;
  #place: Place = "beginning of a cell";
  #cells: Array<string> = [];
  /** The part of the next cell that was read. */
  #cell = "";
  #lineEnds = 0;

  /** Reads cells with this delimiter, which is one UTF-16 code unit, between them, and this quotation mark around them. */
  constructor(delimiter: string, quote = '"') {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quote = quote;
    this.#quoteCode = quote.charCodeAt(0);
  }

  /** What the next character of the record is read as. */
  get place(): Place {
    return this.#place;
  }

  /** The cells that are complete. */
  get cells(): ReadonlyArray<string> {
    return this.#cells;
  }

  /** How many line ends these cells hold. */
  get lineEnds(): number {
    return this.#lineEnds;
  }

  /** Begins the next record. */
  begin(): void {
    this.#place = "beginning of a cell";
    this.#cells = [];
    this.#cell = "";
    this.#lineEnds = 0;
  }

  /** Ends the record at the end of the input. */
  finish(): void {
    this.#endCell(lineFeed);
  }

  /**
   * Reads on from `start`. Returns where the record ends, where a character is out of place, or where the text ends.
   */
  read(text: string, start: number): number {
    let at = start;
    while (at < text.length) {
      switch (this.#place) {
        case "beginning of a cell":
          at = this.#readBeginning(text, at);
          break;
        case "plain cell": {
          const from = at;
          while (at < text.length && !this.#endsCell(text.charCodeAt(at))) at++;
          this.#cell += text.slice(from, at);
          if (at < text.length && this.#endCell(text.charCodeAt(at)) === "beginning of a cell") {
            at++;
          }
          break;
        }
        case "quoted cell": {
          const mark = text.indexOf(this.#quote, at);
          const end = mark < 0 ? text.length : mark;
          this.#cell += text.slice(at, end);
          if (mark >= 0) this.#place = "after a quotation mark";
          at = mark < 0 ? end : end + 1;
          break;
        }
        case "after a quotation mark":
        case "after a quoted cell":
          at = this.#readAfterQuotes(text, at);
          break;
        case "end of the record":
        case "out of place":
          return at;
      }
    }
    return at;
  }

  /** Reads the first character of a cell, or a space before it. Returns the place of the next one. */
  #readBeginning(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code === this.#quoteCode) {
      this.#cell = "";
      this.#place = "quoted cell";
      return at + 1;
    }
    if (this.#isSpace(code)) {
      this.#cell += text[at];
      return at + 1;
    }
    this.#place = "plain cell";
    return at;
  }

  #readAfterQuotes(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code === this.#quoteCode && this.#place === "after a quotation mark") {
      this.#cell += this.#quote;
      this.#place = "quoted cell";
      return at + 1;
    }
    if (this.#endsCell(code)) return this.#endCell(code) === "beginning of a cell" ? at + 1 : at;
    this.#place = this.#isSpace(code) ? "after a quoted cell" : "out of place";
    return this.#place === "out of place" ? at : at + 1;
  }

  #endsCell(code: number): boolean {
    return code === this.#delimiter || code === lineFeed || code === carriageReturn;
  }

  /** A space, a non-breaking one, a tab that is no delimiter, or a byte order mark where files were joined. */
  #isSpace(code: number): boolean {
    return (code === 0x20 || code === 0xa0 || code === 0x09 || code === 0xfeff) &&
      code !== this.#delimiter;
  }

  /** Ends the cell at a delimiter or a line end. Returns the place of the next character. */
  #endCell(code: number): Place {
    if (this.#place !== "plain cell") this.#lineEnds += lineEndsIn(this.#cell);
    this.#cells.push(this.#cell);
    this.#cell = "";
    this.#place = code === this.#delimiter ? "beginning of a cell" : "end of the record";
    return this.#place;
  }
}

/** Old programs end lines with two carriage returns and a line feed. */
const lineEndsIn = (cell: string): number =>
  cell.includes("\n") || cell.includes("\r") ? cell.match(/\r{0,2}\n|\r/g)?.length ?? 0 : 0;
