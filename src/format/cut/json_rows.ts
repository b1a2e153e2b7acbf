/**
 * Rows from the text of JSON that people and programs wrote: comments and commas too many are passed over. A value that
 * is no JSON, holds foreign bytes, or has a field twice costs only itself, and becomes an `UnreadableRecord`.
 *
 * What is wrong with the text around the rows ends the reading; see `json_parts.ts`.
 *
 * @module
 */
import { CustomerScanner } from "../../customer/fast/scanner.ts";
import { CustomerJson } from "../../customer/json.ts";
import { mayHaveLongNumbers, parseExactJson } from "../../internal/exact_json.ts";
import { parseJson, repeatsKey } from "../../internal/json.ts";
import { type JsonPart, JsonPartCutter, type Rows } from "./json_parts.ts";
import type { Problem } from "./problem.ts";
import { UnreadableRecord } from "./unreadable_record.ts";
import { hasForeignByte, Utf8Decoder } from "./utf8.ts";

/** A row, and its text if it could not be read. */
export interface JsonRow {
  /** What `importCustomers` takes: a customer, if all is well, or an `UnreadableRow`. */
  readonly row: unknown;
  /** The number of the line on which the row begins, from 1. */
  readonly place: number;
  /** The text, if it is no JSON. */
  readonly line?: string | undefined;
}

/** How rows are read. */
export interface JsonRowOptions {
  /** Where the rows stand. */
  readonly rows: Rows;
  /** The longest row, in UTF-16 code units. */
  readonly maxLength: number;
  /** The name of the encoding that the bytes came from. */
  readonly encoding: string;
}

/** Cuts bytes of UTF-8 into rows. */
export class JsonRowCutter {
  readonly #options: JsonRowOptions;
  readonly #decoder = new Utf8Decoder();
  readonly #encoder = new TextEncoder();
  readonly #scanner = new CustomerScanner();
  readonly #parts: JsonPartCutter;
  #rows: Array<JsonRow> = [];

  /** Reads rows as the options say. */
  constructor(options: JsonRowOptions) {
    this.#options = options;
    this.#parts = new JsonPartCutter(
      options.rows,
      options.maxLength,
      (part) => this.#rows.push(this.#rowOf(part)),
    );
  }

  /** What is wrong with the text around the rows. Nothing more can be read then. */
  get problem(): Problem | undefined {
    const { line, problem } = this.#parts;
    return problem === undefined ? undefined : { code: "json-document", line, fault: problem };
  }

  /** Takes bytes, and returns the rows that are complete. */
  add(chunks: ReadonlyArray<Uint8Array>): ReadonlyArray<JsonRow> {
    for (const chunk of chunks) this.#parts.add(this.#decoder.add(chunk));
    return this.#takeRows();
  }

  /** Returns the last row, if nothing followed it. */
  finish(): ReadonlyArray<JsonRow> {
    this.#parts.add(this.#decoder.finish());
    this.#parts.finish();
    return this.#takeRows();
  }

  #takeRows(): ReadonlyArray<JsonRow> {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #rowOf({ line, text }: JsonPart): JsonRow {
    const { encoding, maxLength } = this.#options;
    if (text === undefined) {
      return {
        row: new UnreadableRecord({ code: "value-too-long", line, maxLength }),
        place: line,
      };
    }
    if (this.#decoder.hasForeign && hasForeignByte(text)) {
      return {
        row: new UnreadableRecord({ code: "line-encoding", line, encoding }),
        line: text,
        place: line,
      };
    }
    const row = this.#recognize(text);
    return row === undefined ? jsonRow(text, line) : { row, place: line };
  }

  /** A valid customer that is written as `JSON.stringify` writes it, without parsing it. */
  #recognize(text: string): CustomerJson | undefined {
    const bytes = this.#encoder.encode(text);
    const end = this.#scanner.endOfCustomer(bytes, 0, bytes.length);
    return end === bytes.length ? new CustomerJson(bytes, 0, end) : undefined;
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
