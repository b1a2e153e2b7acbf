/**
 * The cells of a record as a customer. An empty cell is a field that is not given.
 *
 * **What is not certain is no value:** the row becomes an `UnreadableRecord` that names the column. The shape of this
 * code is measured: what a column needs is found out once, and a cell costs more only if its first or last character
 * asks for it.
 *
 * @module
 */
import type { Place, Problem, RowProblems } from "../problem.ts";
import { UnreadableRecord } from "../unreadable_record.ts";
import { FaultyText, kindOf, type TextKind, TextReader } from "./cell.ts";
import type { Column } from "./columns.ts";
import type { Counts } from "./counts.ts";
import { emailsIn, phonesIn } from "./lists.ts";
import { isNoName } from "./no_name.ts";
import type { CellFault } from "../../xlsx/model.ts";
import type { TableRecord } from "./record.ts";
import { SecondHeaders } from "./second_header.ts";
import { cutNames, withoutFirstName } from "./split_names.ts";
import { hasOddQuotes } from "../quotes.ts";
import { isTotal } from "./total.ts";
import { isBlankCell, trimCell } from "./trim.ts";

/** What a record may be beside a customer. */
export type NoCustomer = "blank" | "header";

type CellProblem = Exclude<
  keyof RowProblems,
  "cell-count" | "no-name" | "total-row" | "rest-of-row" | "other-table"
>;

/** A customer whose fields are added one by one. */
type Fields = { [field: string]: unknown };

const flags: ReadonlySet<string> = new Set(["vip", "fill_read_only_custom_fields"]);
const flagValues: ReadonlyMap<string, boolean> = new Map([
  ...["true", "1", "tak", "yes", "prawda", "wahr", "ja", "t", "y", "j", "x"]
    .map((text) => [text, true] as const),
  ...["false", "0", "nie", "no", "fałsz", "falsz", "falsch", "nein", "n", "f"]
    .map((text) => [text, false] as const),
]);

const faultProblems: { readonly [fault in CellFault]: CellProblem } = {
  "digits lost": "digits-lost",
  "error value": "error-value",
  "formula without a value": "formula-without-value",
};

/** A column as it is used for each row. */
interface Use extends Column {
  readonly field: string;
  readonly index: number;
  readonly kind: TextKind;
  readonly isFlag: boolean;
}

/** How the rows of a table are read. */
export interface RowOptions {
  readonly columns: ReadonlyArray<Column>;
  /** The cells of the header as the file has them. */
  readonly header: ReadonlyArray<string>;
  readonly unit: "line" | "row";
  /** Whether this program wrote the table. */
  readonly isOurs: boolean;
  readonly refusesNoName: boolean;
}

/** Makes customers of the records of a table. */
export class RowReader {
  readonly #options: RowOptions;
  readonly #used: ReadonlyArray<Use>;
  readonly #unnamed: ReadonlyArray<number>;
  /** The first column whose name is not empty: a cell with another text there shows that a row is not the header. */
  readonly #first: number;
  readonly #counts: Counts;
  readonly #texts: TextReader;
  readonly #headers: SecondHeaders;
  /** Where the last header stands that is not the table's own. */
  #otherHeader: number | undefined;
  /** The last line, if it has too few cells, and whether a quotation mark in it is out of place. */
  #short: { readonly place: number; readonly isBad: boolean } | undefined;
  /** Whether some record may hold a NUL character. */
  mayHaveNul = false;

  /** Reads rows as the options say. */
  constructor(options: RowOptions, counts: Counts) {
    const { columns, header, isOurs } = options;
    this.#options = options;
    this.#counts = counts;
    this.#texts = new TextReader(counts, isOurs);
    this.#headers = new SecondHeaders(columns, header);
    this.#first = Math.max(0, header.findIndex((name) => name !== ""));
    this.#used = columns.flatMap((column, index) => {
      const { field, part } = column;
      return field === undefined ? [] : [{
        ...{ ...column, field, index },
        kind: kindOf(part === undefined ? field : ""),
        isFlag: part === undefined && flags.has(field),
      }];
    });
    this.#unnamed = columns.flatMap(({ finding }, index) =>
      finding.why === "unnamed" ? [index] : []
    );
  }

  /** Takes a line that is no record. `text` may be the beginning of a first cell. */
  passOver(text: string, place: number, delimiter: string): void {
    this.#short = this.#options.columns.length === 1 || text.includes(delimiter)
      ? undefined
      : { place, isBad: true };
  }

  /** The customer of a record, or an `UnreadableRecord`; or why the record is none at all. */
  read(record: TableRecord): { readonly row: unknown } | NoCustomer {
    const { cells, faults } = record;
    const { columns, header } = this.#options;
    const second = cells[this.#first] === header[this.#first] && this.#isHeader(cells)
      ? "the same"
      : this.#headers.find(cells);
    if (second === "the same") {
      this.#otherHeader = undefined;
      return "header";
    }
    if (second === "another") this.#otherHeader = record.place;
    if (faults === undefined && isBlankCell(cells[0] ?? "") && cells.every(isBlankCell)) {
      return "blank";
    }
    const problem = this.#otherTable(record) ?? this.#unreadLetter(record) ??
      (this.mayHaveNul ? this.#nulIn(record) : undefined) ??
      (cells.length === columns.length ? this.#restOfRow(record) : this.#wrongCount(record)) ??
      this.#unnamedValue(record);
    return {
      row: problem === undefined ? this.#customerOf(record) : new UnreadableRecord(problem),
    };
  }

  #isHeader(cells: ReadonlyArray<string>): boolean {
    const { header } = this.#options;
    return cells.length <= header.length &&
      header.every((name, i) => trimCell(name) === trimCell(cells[i] ?? ""));
  }

  #place({ place }: TableRecord): Place {
    return this.#options.unit === "line" ? { line: place } : { row: place };
  }

  #problem(record: TableRecord, code: CellProblem, index: number): Problem {
    return { code, place: this.#place(record), column: index + 1 };
  }

  #otherTable(record: TableRecord): Problem | undefined {
    const header = this.#otherHeader;
    return header === undefined
      ? undefined
      : { code: "other-table", place: this.#place(record), header };
  }

  /** In rejects, `�` stands for what could not be read. Somebody must have corrected it before the customer is created. */
  #unreadLetter(record: TableRecord): Problem | undefined {
    if (!this.#options.isOurs) return undefined;
    const index = record.cells.findIndex((cell) => cell.includes("\ufffd"));
    return index < 0 ? undefined : this.#problem(record, "unread-letter", index);
  }

  #nulIn(record: TableRecord): Problem | undefined {
    const index = record.cells.findIndex((cell) => cell.includes("\0"));
    return index < 0 ? undefined : this.#problem(record, "nul-character", index);
  }

  /** Cells beyond the columns must be blank. Cells may be missing only in a sheet, which does not write empty ones. */
  #wrongCount(record: TableRecord): Problem | undefined {
    const { columns, header, unit } = this.#options;
    const { cells } = record;
    if (cells.length < columns.length && unit === "row") return undefined;
    // The lines of a broken cell have no delimiters.
    if (cells.length > 1 || this.#short?.isBad !== true) {
      this.#short = cells.length < columns.length
        ? { place: record.place, isBad: false }
        : undefined;
    }
    const beyond = cells.findIndex((cell, i) => i >= columns.length && !isBlankCell(cell));
    if (cells.length > columns.length && beyond < 0) return undefined;
    // What stands beside the table of a sheet has no column, and says nothing of the row's other cells.
    if (beyond >= 0 && (beyond < header.length || unit === "row")) {
      return this.#problem(record, "unnamed-column", beyond);
    }
    return {
      ...{ code: "cell-count", place: this.#place(record) },
      ...{ cells: cells.length, columns: columns.length },
    };
  }

  /**
   * The rest of a row may have as many cells as a row. That a row is broken is only believed if a quotation mark says so:
   * a row that is too short must not cost its neighbour.
   */
  #restOfRow(record: TableRecord): Problem | undefined {
    const short = this.#short;
    if (short === undefined) return undefined;
    this.#short = undefined;
    return short.isBad || record.cells.some(hasOddQuotes)
      ? { code: "rest-of-row", place: this.#place(record), begins: short.place }
      : undefined;
  }

  #unnamedValue(record: TableRecord): Problem | undefined {
    for (const index of this.#unnamed) {
      if (!isBlankCell(record.cells[index] ?? "")) {
        return this.#problem(record, "unnamed-column", index);
      }
    }
    return undefined;
  }

  #customerOf(record: TableRecord): unknown {
    const { cells, faults } = record;
    const customer: Fields = {};
    let groups: Fields | undefined;
    /** Both names, and the index of their cell, where the first name has a column of its own. */
    let both: readonly [text: string, index: number] | undefined;
    for (const use of this.#used) {
      const { field, index, part } = use;
      const fault = faults?.get(index);
      if (fault !== undefined) return this.#unreadable(record, faultProblems[fault], index);
      const cell = cells[index];
      if (cell === "" || cell === undefined) continue;
      const text = this.#texts.read(cell, use.kind);
      if (text === "") continue;
      if (text instanceof FaultyText) return this.#unreadable(record, text.code, index);
      if (part !== undefined) setField(groupOf(groups ??= {}, field), part, text);
      else if (use.kind === "list") {
        const problem = this.#addToList(customer, field, text);
        if (problem !== undefined) return this.#unreadable(record, problem, index);
      } else if (use.isFlag) customer[field] = flagValues.get(text.toLowerCase()) ?? text;
      else if (use.split === undefined) setField(customer, field, text);
      else if (use.split === "beside the first name") both = [text, index];
      else Object.assign(customer, cutNames(text, use.split));
    }
    if (both !== undefined) {
      const names = withoutFirstName(both[0], customer.name);
      if (names === undefined) return this.#unreadable(record, "names-differ", both[1]);
      Object.assign(customer, names);
    }
    if (groups !== undefined) {
      for (const field in groups) setField(customer, field, groups[field]);
    }
    if (isTotal(customer)) {
      return new UnreadableRecord({ code: "total-row", place: this.#place(record) });
    }
    const { surname } = customer;
    return this.#options.refusesNoName && typeof surname === "string" && isNoName(surname)
      ? new UnreadableRecord({ code: "no-name", place: this.#place(record) })
      : customer;
  }

  #unreadable(record: TableRecord, code: CellProblem, index: number): UnreadableRecord {
    return new UnreadableRecord(this.#problem(record, code, index));
  }

  /** One value is a text, several are a list, each of them once. Returns what is wrong, if it is. */
  #addToList(customer: Fields, field: string, text: string): CellProblem | undefined {
    const values = field === "email" ? emailsIn(text) : phonesIn(text);
    if (typeof values === "string") return values;
    if (values.length > 1 && !text.includes("|")) this.#counts.add("split-cells");
    const known = customer[field];
    if (known === undefined && values.length === 1) customer[field] = values[0];
    else if (values.length > 0) {
      const all = new Set([...known === undefined ? [] : [known].flat(), ...values]);
      customer[field] = all.size === 1 ? values[0] : [...all];
    }
    return undefined;
  }
}

/** A field may be called `__proto__`. */
const setField = (fields: Fields, name: string, value: unknown): void => {
  if (name !== "__proto__") fields[name] = value;
  else {
    Object.defineProperty(fields, name, {
      ...{ value, configurable: true, enumerable: true, writable: true },
    });
  }
};

const groupOf = (groups: Fields, field: string): Fields => {
  const known = Object.hasOwn(groups, field) ? groups[field] as Fields : undefined;
  if (known !== undefined) return known;
  const group: Fields = {};
  setField(groups, field, group);
  return group;
};
