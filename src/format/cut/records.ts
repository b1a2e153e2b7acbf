/**
 * Cuts text into the records of CSV.
 *
 * A bad record costs only itself: if a quotation mark is out of place or is never closed, the record's first line
 * becomes an `UnreadableRow`, and the next record begins on the line after it. (Effect's `Csv` gives up the whole
 * input, and with it the good rows before the bad one.)
 *
 * Work is linear in the text, whatever it holds and however small its pieces are. Text that is kept from earlier pieces
 * must not be searched again for each new piece. After a bad record its other lines are read again, within a budget: a
 * text that is made to be read again and again uses it up, and then a bad record costs all its lines.
 *
 * @module
 */
import { UnreadableRecord } from "./unreadable_record.ts";
import { RecordReader } from "./record.ts";

/** A line that is no record. */
export interface BadLine {
  readonly row: UnreadableRecord;
  readonly line: string;
  /** The cells, if the line could be a record by itself. */
  readonly cells?: ReadonlyArray<string> | undefined;
}

/** The cells of a record, or a line that is no record. */
export type CsvRecord = ReadonlyArray<string> | BadLine;

/** Whether a record is a line that is none. */
export const isBad = (record: CsvRecord): record is BadLine => "row" in record;

/** How many characters may be read again for each character of the text, beside `maxLength` in all. */
const rereadsPerCharacter = 4;

/** What can be wrong with a line. */
type LineProblem = "row-too-long" | "quotation-mark";

/** Takes a record, and the number of the line on which it begins. */
export type TakeRecord = (record: CsvRecord, line: number) => void;

/** Cuts text into records. A line ends with LF, CRLF, CRCRLF or CR; empty lines are passed over. */
export class RecordCutter {
  readonly #reader: RecordReader;
  readonly #maxLength: number;
  readonly #take: TakeRecord;
  /** The text of the unfinished record, or of the bad line, in earlier pieces. */
  #kept = "";
  /** The number of the line on which the record begins. */
  #line = 1;
  /** What is wrong with the line, which is read to its end. */
  #problem: LineProblem | undefined;
  /** How many characters of the text to come are lines of a bad record, which are bad too. */
  #condemned = 0;
  /** How many characters were read for good, and how many of given-up records were read again. */
  #read = 0;
  #reread = 0;
  /** How many carriage returns came last, with nothing between them: a line feed would belong to them. */
  #returns = 0;

  /** A record may have `maxLength` UTF-16 code units, its line end not counted. */
  constructor(delimiter: string, maxLength: number, take: TakeRecord, quote = '"') {
    this.#reader = new RecordReader(delimiter, quote);
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
      else if (this.#reader.place === "quoted cell") {
        const text = this.#kept;
        this.#giveUp(text.length, "quotation-mark");
        this.add(text);
      } else {
        this.#reader.finish();
        this.#giveRecord();
      }
    }
  }

  /** Gives the records of a text. Returns the text that must be read again, if a record is bad. */
  #readRecords(text: string): string {
    let start = 0;
    while (start < text.length) {
      if (this.#returns > 0 && text[start] !== "\r") {
        if (text[start] === "\n") {
          start++;
          this.#read++;
          // Of CRCRLF, the second carriage return began no line.
          if (this.#returns > 1) this.#line--;
        }
        this.#returns = 0;
        continue;
      }
      const end = this.#reader.read(text, start);
      const { place } = this.#reader;
      const length = this.#kept.length + end - start;
      const isTooLong = length > this.#maxLength;
      if (isTooLong || place === "out of place") {
        const again = this.#kept + text.slice(start);
        this.#giveUp(length, isTooLong ? "row-too-long" : "quotation-mark");
        return again;
      }
      if (place !== "end of the record") {
        this.#kept += text.slice(start);
        return "";
      }
      if (text[end] === "\r") this.#returns = length === 0 ? this.#returns + 1 : 1;
      this.#read += length + 1;
      this.#giveRecord();
      start = end + 1;
    }
    return "";
  }

  #giveRecord(): void {
    const { cells, lineEnds } = this.#reader;
    if (cells.length > 1 || cells[0] !== "") this.#take(cells, this.#line);
    this.#line += 1 + lineEnds;
    this.#begin();
  }

  /** Gives up a record after `length` characters. Only its first line is bad, if these may be read again. */
  #giveUp(length: number, problem: LineProblem): void {
    this.#begin();
    this.#problem = problem;
    this.#reread += length;
    const budget = this.#maxLength + rereadsPerCharacter * (this.#read + length);
    if (this.#reread > budget) this.#condemned = length;
  }

  /** Reads a bad line to its end, and keeps no more of it than a record may have. Returns the text after the line. */
  #readBadLine(text: string, problem: LineProblem): string {
    const found = text.search(/[\r\n]/);
    const end = found < 0 ? text.length : found;
    this.#kept += text.slice(0, Math.min(end, this.#maxLength - this.#kept.length));
    if (found < 0) {
      this.#read += text.length;
      this.#condemned = Math.max(0, this.#condemned - text.length);
      return "";
    }
    // A line end of two characters ends one line.
    const isPair = text[end] === "\r" && text[end + 1] === "\n";
    this.#returns = text[end] === "\r" && !isPair ? 1 : 0;
    const length = end + (isPair ? 2 : 1);
    this.#read += length;
    this.#condemned = Math.max(0, this.#condemned - length);
    this.#giveBadLine(problem);
    return text.slice(length);
  }

  #giveBadLine(problem: LineProblem): void {
    this.#take({
      row: new UnreadableRecord({ code: problem, line: this.#line }),
      line: this.#kept,
    }, this.#line);
    this.#line++;
    this.#problem = this.#condemned > 0 ? problem : undefined;
    this.#begin();
  }

  #begin(): void {
    this.#kept = "";
    this.#reader.begin();
  }
}
