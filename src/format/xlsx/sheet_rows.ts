/**
 * Cuts the XML of a sheet into rows.
 *
 * Rows are given in chunks of so many cells, and the reading pauses there: a few bytes of a sheet can name a cell far
 * to the right in each of many rows, and all gaps before them are cells too.
 *
 * @module
 */
import { type CellContext, textOfCell } from "./cell_text.ts";
import { columnOf, lastRow, lettersOf, rowNumberOf } from "./cell_place.ts";
import { XlsxError } from "./error.ts";
import type { Limits } from "./limits.ts";
import type { CellFault, XlsxRow } from "./model.ts";
import { RichText } from "./rich_text.ts";
import { isTrue } from "./xml_text.ts";
import { XmlReader, type XmlToken } from "./xml.ts";

/** A chunk is given when it has so many cells. */
const cellsPerChunk = 16_384;

/** The cells of gaps are work without bytes. So many there may be, beside so many for each character of the sheet. */
const freeGaps = 1_000_000;
const gapsPerCharacter = 8;

/** What is being read of a cell: a value, a text, or nothing. */
type Reading = "value" | "text" | "nothing";

/** Reads the rows of a sheet from its text, which comes in pieces. */
export class SheetRows {
  readonly #place: string;
  readonly #context: CellContext;
  readonly #maxColumns: number;
  readonly #maxRowLength: number;
  readonly #xml: XmlReader;
  readonly #rich: RichText;
  #rows: Array<XlsxRow> = [];
  /** How many cells `#rows` have. */
  #size = 0;
  /** How many elements are open around rows; 0 outside of them. */
  #depth = 0;
  #number = 0;
  #isHidden = false;
  #cells: Array<string> = [];
  #faults: Map<number, CellFault> | undefined;
  /** How many cells of gaps were made, and how many characters were read. */
  #gaps = 0;
  #read = 0;
  /** How long the texts of `#cells` are. */
  #length = 0;
  #column = -1;
  #type = "n";
  #style = 0;
  #isFormula = false;
  #reading: Reading = "nothing";

  /** Reads a sheet; `place` names its part in errors. */
  constructor(
    place: string,
    context: CellContext,
    { maxCellLength, maxColumns, maxRowLength }: Limits,
  ) {
    this.#place = place;
    this.#context = context;
    this.#maxColumns = maxColumns;
    this.#maxRowLength = maxRowLength;
    this.#xml = new XmlReader(place);
    this.#rich = new RichText(place, maxCellLength);
  }

  /** Adds text, after {@linkcode take} gave all rows of the text before. */
  add(text: string): void {
    this.#xml.add(text);
    this.#read += text.length;
  }

  /** The next rows of the text that was added; none when it is used up. */
  take(): ReadonlyArray<XlsxRow> {
    while (this.#size < cellsPerChunk) {
      const token = this.#xml.next();
      if (token === "more") break;
      this.#take(token);
    }
    const rows = this.#rows;
    this.#rows = [];
    this.#size = 0;
    return rows;
  }

  /** Throws unless the sheet came to its end. */
  finish(): void {
    this.#xml.finish();
  }

  #take(token: XmlToken): void {
    if (this.#reading === "text" && this.#xml.depth > this.#depth + 2) {
      this.#rich.take(token, this.#xml);
    } else if (token === "text") {
      if (this.#reading === "value") this.#rich.add(this.#xml.text());
    } else if (token === "open") this.#open(this.#xml.depth - this.#depth);
    else this.#close(this.#xml.depth - this.#depth);
  }

  /** `level` is 1 for a row, 2 for a cell, 3 for what a cell holds. */
  #open(level: number): void {
    const { name } = this.#xml;
    if (this.#depth === 0) {
      if (name === "sheetData") this.#depth = this.#xml.depth;
    } else if (level === 1 && name === "row") this.#openRow();
    else if (level === 2 && name === "c") this.#openCell();
    else if (level === 3) this.#openContent(name);
  }

  #openRow(): void {
    const written = this.#xml.attribute("r");
    const number = written === undefined ? this.#number + 1 : rowNumberOf(written);
    if (number > lastRow) throw new XlsxError("too-large", this.#place, "has too many rows");
    // Excel refuses them too. A number that comes again would make two rows of one.
    if (!(number > this.#number)) throw this.#error("has rows whose numbers do not ascend");
    this.#number = number;
    this.#isHidden = isTrue(this.#xml.attribute("hidden"));
    this.#cells = [];
    this.#length = 0;
    this.#faults = undefined;
    this.#column = -1;
  }

  #openCell(): void {
    const place = this.#xml.attribute("r");
    this.#column = place === undefined ? this.#column + 1 : columnOf(place);
    if (!(this.#column >= 0)) throw this.#error("has a cell without a column");
    this.#type = this.#xml.attribute("t") ?? "n";
    this.#style = Number(this.#xml.attribute("s") ?? 0);
    this.#isFormula = false;
    this.#rich.begin();
  }

  #openContent(name: string): void {
    if (name === "v") this.#reading = "value";
    else if (name === "is") this.#reading = "text";
    else if (name === "f") this.#isFormula = true;
  }

  /** `level` is 0 for a row, 1 for a cell, 2 for what a cell holds: the element is not open any more. */
  #close(level: number): void {
    if (this.#depth === 0) return;
    const { name } = this.#xml;
    if (level === 2) this.#reading = "nothing";
    else if (level === 1 && name === "c") this.#closeCell();
    else if (level === 0 && name === "row") this.#closeRow();
    else if (level === -1) this.#depth = 0;
  }

  #closeCell(): void {
    const value = this.#rich.written();
    const { fault, text } = textOfCell(
      { type: this.#type, style: this.#style, value, isFormula: this.#isFormula },
      this.#context,
      this.#cellError,
    );
    if (text === "" && fault === undefined) return;
    if (this.#column >= this.#maxColumns) {
      throw new XlsxError("too-large", this.#place, `has more than ${this.#maxColumns} columns`);
    }
    this.#length += text.length;
    if (this.#length > this.#maxRowLength) {
      throw new XlsxError("too-large", `${this.#place}, row ${this.#number},`, "is too long");
    }
    if ((this.#cells[this.#column] ?? "") !== "") throw this.#cellError("is there twice");
    this.#gaps += Math.max(0, this.#column - this.#cells.length);
    if (this.#gaps > freeGaps + gapsPerCharacter * this.#read) {
      throw new XlsxError("too-large", this.#place, "has too many empty cells before others");
    }
    while (this.#cells.length < this.#column) this.#cells.push("");
    this.#cells[this.#column] = text;
    if (fault !== undefined) (this.#faults ??= new Map()).set(this.#column, fault);
  }

  #closeRow(): void {
    const { length } = this.#cells;
    if (length === 0) return;
    this.#size += length;
    this.#rows.push({
      number: this.#number,
      cells: this.#cells,
      isHidden: this.#isHidden,
      ...(this.#faults === undefined ? {} : { faults: this.#faults }),
    });
  }

  readonly #cellError = (rule: string): XlsxError =>
    new XlsxError(
      "not-valid",
      `${this.#place}, cell ${lettersOf(this.#column)}${this.#number},`,
      rule,
    );

  #error(rule: string): XlsxError {
    return new XlsxError("not-valid", this.#place, rule);
  }
}
