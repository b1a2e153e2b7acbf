/**
 * CSV with a header row (RFC 4180, and what programs make of it), as customers: finds out how the text is written
 * (`head.ts`), cuts it into records (`records.ts`), and gives them to the reader of tables (`table/reader.ts`).
 *
 * @module
 */
import { backslashCells } from "./backslash.ts";
import { cellsOf, type Dialect, Head, type HeadOptions } from "./head.ts";
import { OpenQuotes } from "./open_quotes.ts";
import { type BadLine, type CsvRecord, isBad, RecordCutter } from "./records.ts";
import { Counts } from "./table/counts.ts";
import type { Findings } from "./table/findings.ts";
import { TableReader, type TableRow, type TableRows } from "./table/reader.ts";

/**
 * How the text of CSV is read. `maxRowLength` is the longest row, in UTF-16 code units; the delimiter is found in the
 * first lines, unless it is given.
 */
export type CsvTextOptions = HeadOptions;

/** A row and its cells. */
export type CsvRow = TableRow;

/** The rows that a text completes; or why no row of the table can be read, which holds no value. */
export type CsvRows = TableRows;

/** What is made when it is known how the text is written. */
interface Parts {
  readonly records: RecordCutter;
  readonly open: OpenQuotes;
  readonly table: TableReader;
}

/** Cuts text into rows. */
export class CsvCutter {
  readonly #options: CsvTextOptions;
  readonly #head: Head;
  readonly #counts = new Counts();
  #parts: Parts | undefined;
  #mayHaveNul = false;

  /** Reads CSV as the options say. */
  constructor(options: CsvTextOptions) {
    this.#options = options;
    this.#head = new Head(options);
  }

  /** Takes text, and returns the rows that are complete. */
  add(text: string): CsvRows {
    if (!this.#mayHaveNul && text.includes("\0")) {
      this.#mayHaveNul = true;
      this.#parts?.table.expectNul();
    }
    if (this.#parts !== undefined) this.#parts.records.add(text);
    else if (this.#head.add(text)) this.#begin();
    return this.#parts?.table.takeRows() ?? [];
  }

  /** Returns the last row, if it had no line end. */
  finish(): CsvRows {
    if (this.#parts === undefined) this.#head.finish();
    const { open, records, table } = this.#parts ?? this.#begin();
    records.finish();
    open.finish();
    table.finish();
    return table.takeRows();
  }

  /** What was seen so far. */
  get findings(): Findings {
    return this.#parts?.table.findings ??
      { delimiter: undefined, headerPlace: undefined, columns: [], notices: [] };
  }

  #begin(): Parts {
    const { dialect, noticeLine, text } = this.#head;
    const { delimiter, quote } = dialect;
    const table = new TableReader({ unit: "line", delimiter }, this.#options, this.#counts);
    if (this.#mayHaveNul) table.expectNul();
    const open = new OpenQuotes((record, line) => {
      if (isBad(record)) this.#takeBad(record, line, table, delimiter);
      else table.add({ cells: this.#unwrapped(record, dialect), place: line });
    }, (line) => line.split(delimiter).length === table.width);
    const take = (record: CsvRecord, line: number): void => {
      if (line !== noticeLine) open.add(record, line);
    };
    const records = new RecordCutter(delimiter, this.#options.maxRowLength, take, quote);
    this.#parts = { records, open, table };
    records.add(text);
    return this.#parts;
  }

  /** The cells of a record. Programs that put whole lines in quotation marks leave out the lines that need none. */
  #unwrapped(
    cells: ReadonlyArray<string>,
    { delimiter, isWrapped }: Dialect,
  ): ReadonlyArray<string> {
    if (!isWrapped || cells.length > 1 || !cells[0].includes(delimiter)) return cells;
    const inner = cellsOf(cells[0], delimiter);
    if (inner === undefined) return cells;
    this.#counts.add("quoted-lines");
    return inner;
  }

  /** A line that is no record may be one with backslashes: if it has as many cells as there are columns. */
  #takeBad(bad: BadLine, place: number, table: TableReader, delimiter: string): void {
    const { line, row } = bad;
    const cells = table.width !== undefined && row.problem.code === "quotation-mark"
      ? backslashCells(line, delimiter)
      : undefined;
    if (cells === undefined || cells.length !== table.width) {
      table.addUnreadable(row, bad.cells ?? [line], place);
      return;
    }
    this.#counts.add("backslash-records");
    table.add({ cells, place });
  }
}
