/**
 * Reads a table: finds its header, and makes customers of the records below it. CSV and spreadsheets share it.
 *
 * Until the header is found, records are kept, but no more than `maxAbove` of them.
 *
 * @module
 */
import type { Notice } from "../notice.ts";
import type { Place, Problem } from "../problem.ts";
import { UnreadableRecord } from "../unreadable_record.ts";
import { maxColumns, readColumns, trimmedEnd, unknownColumnsProblem } from "./columns.ts";
import { Counts } from "./counts.ts";
import type { ColumnFinding, Findings } from "./findings.ts";
import { isHeader, isTitle, knownIn, maxAbove, namesRequired, noRequiredColumn } from "./header.ts";
import type { TableOptions } from "./options.ts";
import type { CellFault } from "../../xlsx/model.ts";
import type { TableRecord } from "./record.ts";
import { shownName } from "./plain_name.ts";
import { RowReader } from "./row.ts";
import { isBlankCell } from "./trim.ts";

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
  /** What is wrong with cells, by their index. Only sheets tell. */
  readonly faults?: ReadonlyMap<number, CellFault> | undefined;
}

/** The rows that were completed; or why no row of the table can be read. */
export type TableRows = ReadonlyArray<TableRow> | { readonly problem: Problem };

/** Where the records come from: text with a delimiter, or a sheet. */
export type TableSource =
  | { readonly unit: "line"; readonly delimiter: string }
  | { readonly unit: "row" };

/** Reads a table record by record. */
export class TableReader {
  /** Counts what is left out or taken in another way than it is written. */
  readonly counts: Counts;
  readonly #options: TableOptions;
  readonly #source: TableSource;
  readonly #delimiter: string | undefined;
  /** The records above the header, or that may be above one. */
  #above: Array<TableRecord> = [];
  /** How many records above the header are no customers for sure, because the options say where the header is. */
  #titles = 0;
  #headerPlace: number | undefined;
  #columns: ReadonlyArray<ColumnFinding> = [];
  /** The columns that must be empty. */
  #empty: ReadonlyArray<ColumnFinding> = [];
  #table: Table | undefined;
  #reader: RowReader | undefined;
  #mayHaveNul = false;
  #problem: Problem | undefined;
  #rows: Array<TableRow> = [];

  /** Reads as the options say. */
  constructor(source: TableSource, options: TableOptions, counts: Counts = new Counts()) {
    this.#source = source;
    this.#delimiter = source.unit === "line" ? source.delimiter : undefined;
    this.#options = options;
    this.counts = counts;
  }

  /** How many columns there are, once the header was found. */
  get width(): number | undefined {
    return this.#reader && this.#columns.length;
  }

  /** From now on, records may hold NUL characters. Without this they are not searched for. */
  expectNul(): void {
    this.#mayHaveNul = true;
    if (this.#reader !== undefined) this.#reader.mayHaveNul = true;
  }

  /** Takes a record. */
  add(record: TableRecord): void {
    if (record.isHidden === true) this.counts.add("hidden-rows");
    if (this.#reader === undefined || this.#table === undefined) {
      if (this.#problem === undefined) this.#lookForHeader(record);
      return;
    }
    const read = this.#reader.read(record);
    if (read === "blank") this.#countBlank(record);
    else if (read === "header") this.counts.add("repeated-headers");
    else {
      const { cells, faults, place } = record;
      if (this.#empty.length > 0 && !(read.row instanceof UnreadableRecord)) {
        this.#checkEmpty(cells);
      }
      this.#rows.push({ row: read.row, cells, place, table: this.#table, faults });
    }
  }

  /** Takes a line or row that is no record. It keeps its place among the other rows. */
  addUnreadable(row: UnreadableRecord, cells: ReadonlyArray<string>, place: number): void {
    if (this.#table !== undefined) {
      this.#rows.push({ row, cells, place, table: this.#table });
      if (row.problem.code === "quotation-mark" && this.#delimiter !== undefined) {
        this.#reader?.passOver(cells[0], place, this.#delimiter);
      }
    } else if (this.#isAboveHeader(place)) this.#titles++;
    else this.#problem ??= row.problem;
  }

  /** The table is over. */
  finish(): void {
    const { headerRow } = this.#options;
    if (this.#table !== undefined || this.#problem !== undefined) return;
    if (headerRow !== undefined) this.#problem = { code: "header-beyond", row: headerRow };
    else if (this.#above.length > 0) this.#problem = this.#noHeader();
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
    const titles: ReadonlyArray<Notice> = this.#titles === 0 || this.#headerPlace === undefined
      ? []
      : [{ code: "title-rows", count: this.#titles, header: this.#placeOf(this.#headerPlace) }];
    return {
      delimiter: this.#delimiter,
      headerPlace: this.#headerPlace,
      columns: this.#columns,
      notices: [...titles, ...this.counts.notices],
    };
  }

  /** All columns that may be filled are told at once. */
  #checkEmpty(cells: ReadonlyArray<string>): void {
    if (this.#empty.some(({ number }) => !isBlankCell(cells[number - 1] ?? ""))) {
      this.#problem ??= unknownColumnsProblem(this.#empty);
    }
  }

  #isAboveHeader(place: number): boolean {
    const { headerRow } = this.#options;
    return headerRow !== undefined && place < headerRow;
  }

  #lookForHeader(record: TableRecord): void {
    const { headerRow, required } = this.#options;
    const { cells, place } = record;
    if (this.#isOwnHeader(cells)) this.#takeHeader(record);
    else if (this.#isAboveHeader(place)) this.#titles++;
    else if (headerRow !== undefined) {
      if (place === headerRow) this.#takeHeader(record);
      else this.#problem = { code: "header-beyond", row: headerRow };
    } else if (cells.every(isBlankCell)) this.#countBlank(record);
    else if (trimmedEnd(cells).length > maxColumns) {
      this.#problem = { code: "too-many-columns", maxColumns };
    } else if (this.#above.length === 0 && namesRequired(cells, this.#options)) {
      this.#takeHeader(record);
    } else if (required !== undefined && isHeader(cells, this.#options)) {
      if (this.#above.every((above) => isTitle(above.cells, cells))) {
        this.#titles = this.#above.length;
        this.#takeHeader(record);
      } else this.#problem = { code: "header-below", place: this.#place(record) };
    } else {
      this.#above.push(record);
      if (this.#above.length > maxAbove) this.#problem = this.#noHeader();
    }
  }

  /** The first row of a table that this program wrote is its header, wherever that of the input stood. */
  #isOwnHeader(cells: ReadonlyArray<string>): boolean {
    const { headerRow, ignored = [] } = this.#options;
    return headerRow !== undefined && this.#titles === 0 &&
      ignored.includes(shownName(cells[0] ?? "")) &&
      namesRequired(cells, this.#options);
  }

  #takeHeader({ cells, place }: TableRecord): void {
    this.#above = [];
    this.#headerPlace = place;
    const read = readColumns(cells, this.#options, this.#source.unit === "row");
    if ("problem" in read) {
      this.#problem = read.problem;
      return;
    }
    const { columns } = read;
    this.#columns = columns.map(({ finding }) => finding);
    if (this.#options.unknownColumns === "refuse-filled") {
      this.#empty = this.#columns.filter(({ why }) => why === "unknown");
    }
    this.#table = { header: cells, delimiter: this.#delimiter };
    const { refusesNoName = false } = this.#options;
    const isOurs = this.#columns.some(({ why }) => why === "ignored");
    this.#reader = new RowReader(
      { columns, header: cells, unit: this.#source.unit, isOurs, refusesNoName },
      this.counts,
    );
    this.#reader.mayHaveNul = this.#mayHaveNul;
  }

  /** No record names the required field: the one that is most like a header is shown. */
  #noHeader(): Problem {
    const [best] = [...this.#above].sort((a, b) =>
      (knownIn(b.cells) ?? 0) - (knownIn(a.cells) ?? 0)
    );
    const { required = "" } = this.#options;
    return noRequiredColumn(best.cells, this.#place(best), required, this.#delimiter);
  }

  #place({ place }: TableRecord): Place {
    return this.#placeOf(place);
  }

  #placeOf(place: number): Place {
    return this.#source.unit === "line" ? { line: place } : { row: place };
  }

  /** A record of one cell is what an empty line is, or the mark of the end that old programs write. */
  #countBlank({ cells }: TableRecord): void {
    if (cells.length > 1 || cells[0] !== "" && cells[0] !== "\x1a") this.counts.add("blank-rows");
  }
}
