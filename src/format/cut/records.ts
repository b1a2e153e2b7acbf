/**
 * Cuts text into the records of CSV.
 *
 * A bad record costs only itself: if a quotation mark is out of place or is never closed, the record's first line
 * becomes an `UnreadableRow`, and the next record begins on the line after it. (Effect's `Csv` gives up the whole
 * input, and with it the good rows before the bad one.)
 *
 * Work is linear in the text, however small its pieces are: each character is read once, and the lines after a bad one
 * once more. Text that is kept from earlier pieces must not be searched again for each new piece.
 *
 * @module
 */
import { UnreadableRow } from "../../customer/unreadable_row.ts";
import { RecordReader } from "./record.ts";

/** A line that is no record. */
export interface BadLine {
  readonly row: UnreadableRow;
  readonly line: string;
}

/** The cells of a record, or a line that is no record. */
export type CsvRecord = ReadonlyArray<string> | BadLine;

/** Whether a record is a line that is none. */
export const isBad = (record: CsvRecord): record is BadLine => "row" in record;

const tooLong = "begins a row that is too long; perhaps a quotation mark is not closed";
const outOfPlace = "is not valid CSV: a quotation mark is out of place or not closed";

/** Cuts text into records. A line ends with LF, CRLF or CR; blank lines are passed over. */
export class RecordCutter {
  readonly #reader: RecordReader;
  readonly #maxLength: number;
  readonly #take: (record: CsvRecord) => void;
  /** The text of the unfinished record, or of the bad line, in earlier pieces. */
  #kept = "";
  /** The number of the line on which the record begins. */
  #line = 1;
  /** What is wrong with the line, which is read to its end. */
  #problem: string | undefined;
  /** Whether a line feed would belong to the carriage return before it. */
  #isAfterReturn = false;

  /** A record may have `maxLength` UTF-16 code units, its line end not counted. */
  constructor(delimiter: string, maxLength: number, take: (record: CsvRecord) => void) {
    this.#reader = new RecordReader(delimiter);
    this.#maxLength = maxLength;
    this.#take = take;
  }

  /** Takes text, and gives the records that are complete. */
  add(text: string): void {
    let rest = text;
    while (rest !== "") {
      const problem = this.#problem;
      rest = problem === undefined ? this.#readRecords(rest) : this.#readBadLine(rest, problem);
    }
  }

  /** Gives the last record, if it had no line end. */
  finish(): void {
    while (this.#kept !== "" || this.#problem !== undefined) {
      if (this.#problem !== undefined) this.#giveBadLine(this.#problem);
      else if (this.#reader.place === "quoted cell") this.add(this.#giveUp(this.#kept, outOfPlace));
      else {
        this.#reader.finish();
        this.#giveRecord();
      }
    }
  }

  /** Gives the records of a text. Returns the text that must be read again, if a record is bad. */
  #readRecords(text: string): string {
    let start = 0;
    while (start < text.length) {
      if (this.#isAfterReturn) {
        this.#isAfterReturn = false;
        if (text[start] === "\n") start++;
      }
      const end = this.#reader.read(text, start);
      const { place } = this.#reader;
      const isTooLong = this.#kept.length + end - start > this.#maxLength;
      if (isTooLong || place === "out of place") {
        return this.#giveUp(this.#kept + text.slice(start), isTooLong ? tooLong : outOfPlace);
      }
      if (place !== "end of the record") {
        this.#kept += text.slice(start);
        return "";
      }
      this.#isAfterReturn = text[end] === "\r";
      this.#giveRecord();
      start = end + 1;
    }
    return "";
  }

  #giveRecord(): void {
    const { cells, lineEnds } = this.#reader;
    if (cells.length > 1 || cells[0] !== "") this.#take(cells);
    this.#line += 1 + lineEnds;
    this.#begin();
  }

  /** Gives up a record. Returns its text, to be read again: only its first line is bad. */
  #giveUp(text: string, problem: string): string {
    this.#begin();
    this.#problem = problem;
    return text;
  }

  /** Reads a bad line to its end, and keeps no more of it than a record may have. Returns the text after the line. */
  #readBadLine(text: string, problem: string): string {
    const found = text.search(/[\r\n]/);
    const end = found < 0 ? text.length : found;
    this.#kept += text.slice(0, Math.min(end, this.#maxLength - this.#kept.length));
    if (found < 0) return "";
    this.#isAfterReturn = text[end] === "\r";
    this.#giveBadLine(problem);
    return text.slice(end + 1);
  }

  #giveBadLine(problem: string): void {
    this.#take({ row: new UnreadableRow(`line ${this.#line} ${problem}`), line: this.#kept });
    this.#line++;
    this.#problem = undefined;
    this.#begin();
  }

  #begin(): void {
    this.#kept = "";
    this.#reader.begin();
  }
}
