/**
 * CSV with a header row (RFC 4180), as customers. The header names the fields, nested ones as paths:
 * `address.city`, `custom_fields.Kampania`. The delimiter is found in the first line.
 *
 * @module
 */
import { customerOfCells } from "./cells.ts";
import { FirstLine } from "./delimiter.ts";
import { type Column, type HeaderOptions, readHeader } from "./header.ts";
import { type CsvRecord, isBad, RecordCutter } from "./records.ts";

/** How the text of CSV is read. */
export interface CsvTextOptions extends HeaderOptions {
  /** Longest row, in UTF-16 code units. */
  readonly maxRowLength: number;
  /** @default found in the first line */
  readonly delimiter?: string | undefined;
}

/** A row and its cells. */
export interface CsvRow {
  /** A customer, if all is well, or an `UnreadableRow`. */
  readonly row: unknown;
  /** The cells; a line that is no record is one cell. */
  readonly cells: ReadonlyArray<string>;
  /** The table that the row belongs to. */
  readonly table: CsvTable;
}

/** What all rows of a table share. */
export interface CsvTable {
  readonly header: ReadonlyArray<string>;
  readonly delimiter: string;
}

/** The rows that a text completes; or why no row of the table can be read, which holds no value. */
export type CsvRows = ReadonlyArray<CsvRow> | { readonly problem: string };

interface Table extends CsvTable {
  readonly columns: ReadonlyArray<Column>;
}

/** Cuts text into rows. */
export class CsvCutter {
  readonly #options: CsvTextOptions;
  readonly #firstLine: FirstLine;
  /** Made when the delimiter is known. */
  #records: RecordCutter | undefined;
  #delimiter = "";
  /** Whether the next record is Excel's notice, which is no header. */
  #isNoticeNext = false;
  #table: Table | undefined;
  #problem: string | undefined;
  #rows: Array<CsvRow> = [];
  /** The number of the last row. */
  #count = 0;

  /** Reads CSV as the options say. */
  constructor(options: CsvTextOptions) {
    this.#options = options;
    this.#firstLine = new FirstLine(options.maxRowLength);
  }

  /** Takes text, and returns the rows that are complete. */
  add(text: string): CsvRows {
    if (this.#records !== undefined) this.#records.add(text);
    else if (this.#firstLine.add(text)) this.#begin();
    return this.#takeRows();
  }

  /** Returns the last row, if it had no line end. */
  finish(): CsvRows {
    (this.#records ?? this.#begin()).finish();
    return this.#takeRows();
  }

  #begin(): RecordCutter {
    const { namedDelimiter, text, usualDelimiter } = this.#firstLine;
    const { delimiter = namedDelimiter ?? usualDelimiter, maxRowLength } = this.#options;
    this.#delimiter = delimiter;
    this.#isNoticeNext = namedDelimiter !== undefined;
    this.#records = new RecordCutter(delimiter, maxRowLength, (record) => this.#take(record));
    this.#records.add(text);
    return this.#records;
  }

  #take(record: CsvRecord): void {
    if (this.#isNoticeNext) this.#isNoticeNext = false;
    else if (this.#table !== undefined) this.#rows.push(this.#rowOf(record, this.#table));
    else if (this.#problem === undefined) this.#takeHeader(record);
  }

  #takeHeader(record: CsvRecord): void {
    if (isBad(record)) {
      this.#problem = record.row.message;
      return;
    }
    const read = readHeader(record, this.#options);
    if ("problem" in read) this.#problem = read.problem;
    else this.#table = { header: record, delimiter: this.#delimiter, columns: read.columns };
  }

  #rowOf(record: CsvRecord, table: Table): CsvRow {
    this.#count++;
    return isBad(record)
      ? { row: record.row, cells: [record.line], table }
      : { row: customerOfCells(table.columns, record, this.#count), cells: record, table };
  }

  #takeRows(): CsvRows {
    if (this.#problem !== undefined) return { problem: this.#problem };
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }
}
