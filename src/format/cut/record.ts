/**
 * One record of CSV (RFC 4180), read piece by piece. A quotation mark in a cell that does not begin with one is a part
 * of the cell, as spreadsheets write it.
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
  /** A line end outside of quotation marks. */
  | "end of the record"
  /** A character other than a delimiter or a line end, after a quoted cell. */
  | "out of place";

/** Reads one record after the other. */
export class RecordReader {
  readonly #delimiter: string;
  #place: Place = "beginning of a cell";
  #cells: Array<string> = [];
  /** The part of the next cell that was read. */
  #cell = "";
  #lineEnds = 0;

  /** Reads cells with this delimiter, which is one UTF-16 code unit, between them. */
  constructor(delimiter: string) {
    this.#delimiter = delimiter;
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
    this.#endCell("\n");
  }

  /**
   * Reads on from `start`. Returns where the record ends, where a character is out of place, or where the text ends.
   */
  read(text: string, start: number): number {
    let at = start;
    while (at < text.length) {
      switch (this.#place) {
        case "beginning of a cell":
          if (text[at] === '"') {
            this.#place = "quoted cell";
            at++;
          } else this.#place = "plain cell";
          break;
        case "plain cell": {
          const from = at;
          while (at < text.length && !this.#endsCell(text[at])) at++;
          this.#cell += text.slice(from, at);
          if (at < text.length && this.#endCell(text[at]) === "beginning of a cell") at++;
          break;
        }
        case "quoted cell": {
          const mark = text.indexOf('"', at);
          const end = mark < 0 ? text.length : mark;
          this.#cell += text.slice(at, end);
          if (mark >= 0) this.#place = "after a quotation mark";
          at = mark < 0 ? end : end + 1;
          break;
        }
        case "after a quotation mark":
          if (text[at] === '"') {
            this.#cell += '"';
            this.#place = "quoted cell";
            at++;
          } else if (!this.#endsCell(text[at])) this.#place = "out of place";
          else if (this.#endCell(text[at]) === "beginning of a cell") at++;
          break;
        case "end of the record":
        case "out of place":
          return at;
      }
    }
    return at;
  }

  #endsCell(sign: string): boolean {
    return sign === this.#delimiter || sign === "\n" || sign === "\r";
  }

  /** Ends the cell at a delimiter or a line end. Returns the place of the next character. */
  #endCell(sign: string): Place {
    if (this.#place === "after a quotation mark") this.#lineEnds += lineEndsIn(this.#cell);
    this.#cells.push(this.#cell);
    this.#cell = "";
    this.#place = sign === this.#delimiter ? "beginning of a cell" : "end of the record";
    return this.#place;
  }
}

const lineEndsIn = (cell: string): number => cell.match(/\r\n?|\n/g)?.length ?? 0;
