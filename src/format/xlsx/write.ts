/**
 * Writes workbooks of text: rejected rows, and templates. A cell that begins with `=` is text, and no formula.
 *
 * @module
 */
import { Zip, ZipDeflate } from "fflate";
import { joinBytes } from "../../internal/bytes.ts";
import { lastRow, lettersOf } from "./cell_place.ts";
import { XlsxError } from "./error.ts";
import { afterRows, beforeRows, partsFor, sheetPath, styleOf } from "./written_parts.ts";
import { writtenText } from "./written_text.ts";

/** What a workbook has beside its rows. */
export interface XlsxWriterOptions {
  /** The first row. It is bold and stays in sight. */
  readonly header: ReadonlyArray<string>;
  /** @default "Sheet1" */
  readonly sheet?: string | undefined;
}

/** What Excel opens. */
const most = { rows: lastRow, columns: 16_384, cellLength: 32_767 };

/** The same rows make the same bytes, at any time. */
const writtenAt = "1980-01-01T12:00:00";

/**
 * Writes a workbook piece by piece. Memory does not grow with the number of rows. All pieces together are the workbook;
 * a piece may be empty.
 */
export class XlsxWriter {
  readonly #zip: Zip;
  readonly #sheet: ZipDeflate;
  readonly #encoder = new TextEncoder();
  #pieces: Array<Uint8Array> = [];
  #count = 0;

  /** Begins a workbook. */
  constructor({ header, sheet = "Sheet1" }: XlsxWriterOptions) {
    this.#zip = new Zip((error, piece) => {
      if (error) throw error;
      this.#pieces.push(piece);
    });
    for (const [path, text] of partsFor(sheet)) {
      this.#add(path).push(this.#encoder.encode(text), true);
    }
    this.#sheet = this.#add(sheetPath);
    this.#push(beforeRows(Math.max(1, header.length)) + this.#row(header, styleOf.header));
  }

  /** Adds rows. Throws an `XlsxError` if Excel would not open the workbook; it holds none of these rows then. */
  add(rows: ReadonlyArray<ReadonlyArray<string>>): Uint8Array {
    const count = this.#count;
    try {
      this.#push(rows.map((row) => this.#row(row, styleOf.text)).join(""));
    } catch (error) {
      this.#count = count;
      throw error;
    }
    return this.#take();
  }

  /** Ends the workbook. */
  finish(): Uint8Array {
    this.#sheet.push(this.#encoder.encode(afterRows), true);
    this.#zip.end();
    return this.#take();
  }

  #add(path: string): ZipDeflate {
    const file = new ZipDeflate(path, { level: 6 });
    file.mtime = writtenAt;
    this.#zip.add(file);
    return file;
  }

  #push(text: string): void {
    this.#sheet.push(this.#encoder.encode(text));
  }

  #take(): Uint8Array {
    const pieces = this.#pieces;
    this.#pieces = [];
    return joinBytes(pieces);
  }

  #row(cells: ReadonlyArray<string>, style: number): string {
    const number = ++this.#count;
    if (number > most.rows) throw tooLarge("the sheet", `has more than ${most.rows} rows`);
    if (cells.length > most.columns) {
      throw tooLarge(`row ${number}`, `has more than ${most.columns} columns`);
    }
    const written = cells.map((cell, column) => {
      if (cell === "") return "";
      const place = lettersOf(column) + number;
      if (cell.length > most.cellLength) {
        throw tooLarge(`cell ${place}`, `has more than ${most.cellLength} characters`);
      }
      return `<c r="${place}" s="${style}" t="inlineStr"><is>` +
        `<t xml:space="preserve">${writtenText(cell)}</t></is></c>`;
    });
    return `<row r="${number}">${written.join("")}</row>`;
  }
}

const tooLarge = (place: string, rule: string): XlsxError =>
  new XlsxError("too-large", place, rule);

/** A whole workbook of few rows. */
export const writeXlsx = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  options: XlsxWriterOptions,
): Uint8Array => {
  const writer = new XlsxWriter(options);
  return joinBytes([writer.add(rows), writer.finish()]);
};
