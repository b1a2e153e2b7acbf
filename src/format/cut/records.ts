/**
 * Cuts text into the records of CSV (RFC 4180), one record at a time wrong: where a quotation mark is not
 * closed or out of place, the line becomes an `UnreadableRow`, and reading goes on at the next line. (Effect's
 * `Csv` gives up the whole input, and the good rows before the bad one with it.) A quotation mark inside of a
 * cell that has none at its beginning is a part of the cell, as spreadsheets write it.
 *
 * @module
 */
import { UnreadableRow } from "../../customer/unreadable_row.ts";

/** A line that is no record. */
export interface BadLine {
  readonly row: UnreadableRow;
  readonly line: string;
}

/** Takes the cells of a record, or what is wrong with it. Blank lines are passed over. */
export type TakeRecord = (record: ReadonlyArray<string> | BadLine) => void;

/** A record and where the next one begins; or why there is none there. */
type Cut =
  | { readonly cells: ReadonlyArray<string>; readonly next: number }
  | "more is needed"
  | "misplaced";

/** Cuts text into records. */
export class RecordCutter {
  readonly #delimiter: string;
  readonly #maxLength: number;
  #text = "";
  /** The number of the line at which `#text` begins. */
  #line = 1;
  /** Whether the rest of a line that was too long is still to come. */
  #isSkipping = false;

  /** Cells are cut at a delimiter; a record may have so many UTF-16 code units. */
  constructor(delimiter: string, maxLength: number) {
    this.#delimiter = delimiter;
    this.#maxLength = maxLength;
  }

  /** Takes text, and gives the records that are complete. */
  add(text: string, take: TakeRecord): void {
    if (this.#isSkipping) {
      const end = lineEnd(text, 0);
      if (end === undefined) return;
      this.#isSkipping = false;
      text = text.slice(end);
    }
    this.#text += text;
    // Without a line end nothing can be complete, and looking again would cost more each time.
    if (/[\r\n]/.test(text) || this.#text.length > this.#maxLength) this.#give(take, false);
  }

  /** Gives the last record, if it had no end. */
  finish(take: TakeRecord): void {
    this.#give(take, true);
  }

  #give(take: TakeRecord, isEnd: boolean): void {
    let start = 0;
    while (start < this.#text.length) {
      const cut = this.#cut(start, isEnd);
      const isTooLong = cut === "more is needed"
        ? this.#text.length - start > this.#maxLength
        : cut !== "misplaced" && cut.next - start > this.#maxLength;
      if (cut === "more is needed" && !isEnd && !isTooLong) break;
      if (typeof cut !== "string" && !isTooLong) {
        if (cut.cells.length > 1 || cut.cells[0] !== "") take(cut.cells);
        this.#line += linesIn(this.#text, start, cut.next);
        start = cut.next;
        continue;
      }
      const known = lineEnd(this.#text, start);
      const end = known ?? this.#text.length;
      this.#isSkipping = known === undefined;
      take({
        row: new UnreadableRow(`line ${this.#line} ${isTooLong ? tooLong : outOfPlace}`),
        line: this.#text.slice(start, end).replace(/[\r\n]+$/, ""),
      });
      this.#line++;
      start = end;
    }
    this.#text = this.#text.slice(start);
  }

  #cut(start: number, isEnd: boolean): Cut {
    const text = this.#text;
    const cells: Array<string> = [];
    for (let at = start;;) {
      let end: number;
      if (text[at] === '"') {
        end = closing(text, at + 1);
        if (end < 0) return "more is needed";
        cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
        end++;
      } else {
        end = at;
        while (end < text.length && !this.#endsCell(text[end])) end++;
        cells.push(text.slice(at, end));
      }
      const sign = text[end];
      if (sign === this.#delimiter) at = end + 1;
      else if (sign === "\n") return { cells, next: end + 1 };
      else if (sign === "\r") {
        if (end + 1 === text.length && !isEnd) return "more is needed";
        return { cells, next: text[end + 1] === "\n" ? end + 2 : end + 1 };
      } else if (sign === undefined) return isEnd ? { cells, next: end } : "more is needed";
      else return "misplaced";
    }
  }

  #endsCell(sign: string): boolean {
    return sign === this.#delimiter || sign === "\n" || sign === "\r";
  }
}

const tooLong = "begins a row that is too long; perhaps a quotation mark is not closed";
const outOfPlace = "is no CSV: a quotation mark is out of place or not closed";

/** Where a quoted cell ends; -1 if its end has not come. */
const closing = (text: string, from: number): number => {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
};

/** Where the line after the one at `start` begins, if its end is there. */
const lineEnd = (text: string, start: number): number | undefined => {
  const found = /\r\n|\n|\r/g;
  found.lastIndex = start;
  return found.exec(text) === null ? undefined : found.lastIndex;
};

const linesIn = (text: string, start: number, end: number): number => {
  let lines = 0;
  for (let at = start; at < end; at++) {
    if (text[at] === "\n" || text[at] === "\r" && text[at + 1] !== "\n") lines++;
  }
  return lines;
};
