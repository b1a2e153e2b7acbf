/**
 * What follows a line that opens a quotation mark and is no record: rows, or the other lines of a cell that was written
 * wrong. A line of text may have as many delimiters as a row, and would become a customer.
 *
 * So the records after such a line are held back. If one of them closes the quotation mark, those before it are no rows.
 * If none does within some rows, the mark was a slip, and they are rows.
 *
 * @module
 */
import { type CsvRecord, isBad, type TakeRecord } from "./records.ts";
import { hasOddQuotes } from "./quotes.ts";
import { UnreadableRecord } from "./unreadable_record.ts";

/** Most records that are held back. Cells of people have fewer lines. */
const maxHeld = 20;

/** Passes records on, except those that may be within a quotation mark. */
export class OpenQuotes {
  readonly #give: TakeRecord;
  readonly #isWhole: (line: string) => boolean;
  /** The line that opens a quotation mark, and the records after it. */
  #open: { readonly line: number; readonly held: Array<readonly [CsvRecord, number]> } | undefined;

  /** Gives the records in their order. `isWhole`: whether a line has as many delimiters as a row. */
  constructor(give: TakeRecord, isWhole: (line: string) => boolean) {
    this.#give = give;
    this.#isWhole = isWhole;
  }

  /** Takes the next record. */
  add(record: CsvRecord, line: number): void {
    if (this.#open === undefined && !isBad(record)) this.#give(record, line);
    else this.#look(record, line);
  }

  /** Gives what is held back at the end of the input. */
  finish(): void {
    this.#settle(false);
  }

  #look(record: CsvRecord, line: number): void {
    const closes = isBad(record) ? hasOddQuotes(record.line) : record.some(hasOddQuotes);
    if (isBad(record)) {
      this.#settle(closes);
      this.#give(record, line);
      // Marks in pairs, in a line that looks like a whole row, are those of a name: `"Kwiat" Sp. z o.o.`
      const isOpen = closes || !this.#isWhole(record.line);
      if (isOpen && record.row.problem.code === "quotation-mark") this.#open = { line, held: [] };
      return;
    }
    this.#open?.held.push([record, line]);
    if (closes || (this.#open?.held.length ?? 0) > maxHeld) this.#settle(closes);
  }

  /** Gives what is held back: as records, or as lines of a cell. */
  #settle(isWithin: boolean): void {
    const { held = [], line: opened = 0 } = this.#open ?? {};
    this.#open = undefined;
    for (const [record, line] of held) {
      const problem = { code: "within-quotes", line, opened } as const;
      this.#give(
        isWithin && !isBad(record)
          ? { row: new UnreadableRecord(problem), line: "", cells: record }
          : record,
        line,
      );
    }
  }
}
