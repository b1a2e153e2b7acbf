/**
 * Rows from the text of JSON that people and programs wrote: comments and commas too many are passed over. A value that
 * is no JSON, holds foreign bytes, or has a field twice costs only itself, and becomes an `UnreadableRecord`.
 *
 * What is wrong with the text around the rows ends the reading; see `json_parts.ts`.
 *
 * @module
 */
import { mayHaveLongNumbers, parseExactJson } from "../../internal/exact_json.ts";
import { parseJson, repeatsKey } from "../../internal/json.ts";
import { ListCutter } from "./json_list.ts";
import { type JsonPart, JsonPartCutter, type Rows } from "./json_parts.ts";
import type { Problem } from "./problem.ts";
import { type JsonRow, RowCollector, type RowTaker } from "./take.ts";
import { UnreadableRecord } from "./unreadable_record.ts";
import { hasForeignByte, Utf8Decoder } from "./utf8.ts";

/** How rows are read. */
export interface JsonRowOptions {
  /** Where the rows stand. */
  readonly rows: Rows;
  /** The longest row, in UTF-16 code units. */
  readonly maxLength: number;
  /** The name of the encoding that the bytes came from. */
  readonly encoding: string;
}

/** Most bytes of UTF-8 for each UTF-16 code unit. */
const bytesPerUnit = 3;

const listStart = 0x5b;

/** Cuts bytes of UTF-8 into rows, and gives them to a taker. */
export class JsonReader {
  readonly #options: JsonRowOptions;
  readonly #taker: RowTaker;
  readonly #decoder = new Utf8Decoder();
  /** Decodes elements that were cut out of the bytes. */
  readonly #elements = new Utf8Decoder();
  readonly #parts: JsonPartCutter;
  readonly #list: ListCutter;
  readonly #encoder = new TextEncoder();
  #isExact = false;

  /** Reads rows as the options say. */
  constructor(options: JsonRowOptions, taker: RowTaker) {
    this.#options = options;
    this.#taker = taker;
    this.#parts = new JsonPartCutter(
      options.rows,
      options.maxLength,
      (part) => this.#takePart(part),
    );
    this.#list = new ListCutter({
      maxBytes: bytesPerUnit * options.maxLength,
      lines: this.#parts,
      recognize: (bytes, start, end) => this.#recognize(bytes, start, end),
      recognized: (bytes, start, end, line) => this.#takeCustomer(bytes, start, end, line),
      other: (bytes, start, end, line) => this.#takeElement(bytes, start, end, line),
    });
  }

  /** What is wrong with the text around the rows. Nothing more can be read then. */
  get problem(): Problem | undefined {
    const { line, problem } = this.#parts;
    return problem === undefined ? undefined : { code: "json-document", line, fault: problem };
  }

  /** Takes bytes, and gives the rows that are complete. */
  add(chunk: Uint8Array): void {
    let at = 0;
    while (!this.#parts.hasBegun && this.#options.rows.in === "list") {
      const bracket = chunk.indexOf(listStart, at);
      if (bracket < 0) break;
      this.#addText(chunk.subarray(at, bracket + 1));
      at = bracket + 1;
    }
    if (this.#list.isWithin || this.#parts.isBetweenRows && this.#decoder.isWhole) {
      at += this.#list.read(chunk.subarray(at));
      if (at === chunk.length) return;
      this.#addText(this.#list.takeKept());
    }
    this.#addText(chunk.subarray(at));
  }

  /** Gives the last row, if nothing followed it. */
  finish(): void {
    this.#addText(this.#list.takeKept());
    this.#parts.add(this.#decoder.finish());
    this.#parts.finish();
  }

  #addText(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#parts.add(this.#decoder.add(bytes));
  }

  /** The end of a customer that is written as the usual programs write it. */
  #recognize(bytes: Uint8Array, start: number, end: number): number {
    const { scanner } = this.#taker;
    const exact = scanner.endOfCustomer(bytes, start, end);
    this.#isExact = exact > 0;
    return exact > 0 ? exact : scanner.endOfLoose(bytes, start, end);
  }

  /** Takes what was recognized. */
  #takeCustomer(bytes: Uint8Array, start: number, end: number, line: number): void {
    // It may have more bytes than it has code units.
    if (end - start > this.#options.maxLength) this.#takeElement(bytes, start, end, line);
    else if (this.#isExact) this.#taker.exact(bytes, start, end, line);
    else this.#taker.loose(bytes, start, end, line);
  }

  #takeElement(bytes: Uint8Array, start: number, end: number, line: number): void {
    const decoder = this.#elements;
    const text = decoder.add(bytes.subarray(start, end)) + decoder.finish();
    const { maxLength } = this.#options;
    this.#takeText(text.length > maxLength ? undefined : text, line, decoder.hasForeign);
  }

  #takePart({ line, text }: JsonPart): void {
    if (text === undefined || this.#decoder.hasForeign && hasForeignByte(text)) {
      this.#takeText(text, line, true);
      return;
    }
    const bytes = this.#encoder.encode(text);
    if (this.#recognize(bytes, 0, bytes.length) === bytes.length) {
      const take = this.#isExact ? this.#taker.exact : this.#taker.loose;
      take(bytes, 0, bytes.length, line);
    } else this.#takeText(text, line, false);
  }

  #takeText(text: string | undefined, line: number, mayBeForeign: boolean): void {
    const { encoding, maxLength } = this.#options;
    const { row } = this.#taker;
    if (text === undefined) {
      row({ row: new UnreadableRecord({ code: "value-too-long", line, maxLength }), place: line });
    } else if (mayBeForeign && hasForeignByte(text)) {
      row({
        row: new UnreadableRecord({ code: "line-encoding", line, encoding }),
        line: text,
        place: line,
      });
    } else row(jsonRow(text, line));
  }
}

/** Cuts bytes of UTF-8 into rows. */
export class JsonRowCutter {
  readonly #rows = new RowCollector();
  readonly #reader: JsonReader;

  /** Reads rows as the options say. */
  constructor(options: JsonRowOptions) {
    this.#reader = new JsonReader(options, this.#rows);
  }

  /** What is wrong with the text around the rows. Nothing more can be read then. */
  get problem(): Problem | undefined {
    return this.#reader.problem;
  }

  /** Takes bytes, and returns the rows that are complete. */
  add(chunks: ReadonlyArray<Uint8Array>): ReadonlyArray<JsonRow> {
    for (const chunk of chunks) this.#reader.add(chunk);
    return this.#rows.takeRows();
  }

  /** Returns the last row, if nothing followed it. */
  finish(): ReadonlyArray<JsonRow> {
    this.#reader.finish();
    return this.#rows.takeRows();
  }
}
/** The row of a text that stands on a line. */
export const jsonRow = (text: string, line: number): JsonRow => {
  const row = parseExactJson(text);
  if (row === undefined) {
    const tidy = withoutSpareCommas(text);
    return tidy === text
      ? { row: new UnreadableRecord({ code: "value-json", line }), line: text, place: line }
      : jsonRow(tidy, line);
  }
  return repeats(text, row)
    ? { row: new UnreadableRecord({ code: "repeated-key", line }), line: text, place: line }
    : { row, place: line };
};

/** Whether an object has a key twice: nobody knows which value was meant. */
export const repeats = (text: string, value: unknown): boolean =>
  // A number that is kept as text is an object with keys of its own.
  repeatsKey(text, mayHaveLongNumbers(text) ? parseJson(text) : value);

/** Leaves out commas before the end of a list, of an object and of the text. */
export const withoutSpareCommas = (text: string): string =>
  text.replaceAll(/("(?:[^"\\]|\\.)*")|,(?=\s*(?:[\]}]|$))/g, (_, quoted?: string) => quoted ?? "");
