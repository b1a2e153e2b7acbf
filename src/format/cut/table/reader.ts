/**
 * Reads a table: finds its header, and makes customers of the records below it. CSV and spreadsheets share it.
 *
 * @module
 */
import type { Place, Problem } from "../problem.ts";
import type { UnreadableRecord } from "../unreadable_record.ts";
import type { Findings } from "./findings.ts";
import type { TableOptions } from "./options.ts";
import type { TableRecord } from "./record.ts";

/** What all rows of a table share. */
export interface Table {
  /** The cells of the header as the file has them. */
  readonly header: ReadonlyArray<string>;
  /** Of text; a sheet has none. */
  readonly delimiter: string | undefined;
}

/** A row of a table. */
export interface TableRow {
  /** A customer, if all is well, or an `UnreadableRecord`. */
  readonly row: unknown;
  /** The cells as the file has them; a line that is no record is one cell. */
  readonly cells: ReadonlyArray<string>;
  /** The file's own number, from 1: of the line on which the record begins, or of the sheet's row. */
  readonly place: number;
  /** The table that the row belongs to. */
  readonly table: Table;
}

/** The rows that were completed; or why no row of the table can be read. */
export type TableRows = ReadonlyArray<TableRow> | { readonly problem: Problem };

/** Where the records come from: text with a delimiter, or a sheet. */
export type TableSource =
  | { readonly unit: "line"; readonly delimiter: string }
  | { readonly unit: "row" };

/** Reads a table record by record. */
export class TableReader {
  readonly #options: TableOptions;
  readonly #source: TableSource;
  #problem: Problem | undefined;
  #rows: Array<TableRow> = [];

  /** Reads as the options say. */
  constructor(source: TableSource, options: TableOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** Takes a record. */
  add(record: TableRecord): void {
    void record;
  }

  /** Takes a line or row that is no record. It keeps its place among the other rows. */
  addUnreadable(row: UnreadableRecord, cells: ReadonlyArray<string>, place: number): void {
    void [row, cells, place];
  }

  /** The table is over. */
  finish(): void {
    void [this.#options, this.#source];
  }

  /** Returns the rows that are complete, and forgets them. */
  takeRows(): TableRows {
    if (this.#problem !== undefined) return { problem: this.#problem };
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  /** What was seen so far. */
  get findings(): Findings {
    return { delimiter: undefined, headerPlace: undefined, columns: [], notices: [] };
  }
}

/** A place of the source, as problems name it. */
export const placeOf = ({ unit }: TableSource, number: number): Place =>
  unit === "line" ? { line: number } : { row: number };
