/**
 * NDJSON as customers: each line is one customer as JSON. Blank lines are passed over. A valid customer that is
 * written exactly as `JSON.stringify` writes it is not parsed: it becomes a `CustomerJson`.
 *
 * The shape of this file and of `lines.ts` is measured: a line that is recognized costs one `Line`, one `CustomerJson`
 * and one row, and nothing else is allocated for it.
 *
 * @module
 */
import { CustomerScanner } from "../../customer/fast/scanner.ts";
import { CustomerJson } from "../../customer/json.ts";
import { mayHaveLongNumbers, parseExactJson } from "../../internal/exact_json.ts";
import { parseJson, repeatsKey } from "../../internal/json.ts";
import { type Line, LineCutter } from "./lines.ts";
import { UnreadableRecord } from "./unreadable_record.ts";

/** A row and its line. */
export interface NdjsonRow {
  /** What `importCustomers` takes: a customer, if all is well, or an `UnreadableRow`. */
  readonly row: unknown;
  /** The number of the line, from 1. */
  readonly place: number;
  /** The line, if it is text but not valid JSON. */
  readonly line?: string | undefined;
}

/** How lines are read. */
export interface NdjsonOptions {
  /**
   * The name of the encoding that the bytes came from.
   *
   * @default "UTF-8"
   */
  readonly encoding?: string | undefined;
  /**
   * What is read instead of a line that is no JSON.
   *
   * @default nothing
   */
  readonly tidy?: ((line: string) => string) | undefined;
}

/** Cuts bytes into rows. */
export class NdjsonCutter {
  readonly #options: NdjsonOptions;
  readonly #lines: LineCutter;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #rows: Array<NdjsonRow> = [];

  /** A line may have `maxLineBytes` bytes. */
  constructor(maxLineBytes: number, options: NdjsonOptions = {}) {
    this.#options = options;
    const scanner = new CustomerScanner();
    this.#lines = new LineCutter(
      maxLineBytes,
      (bytes, start, end) => scanner.endOfCustomer(bytes, start, end),
      (line) => {
        const row = line instanceof UnreadableRecord
          ? { row: line, place: "line" in line.problem ? line.problem.line : 0 }
          : this.#rowOf(line);
        if (row !== undefined) this.#rows.push(row);
      },
    );
  }

  /** Takes bytes, which must not change afterwards, and returns the rows that are complete. */
  add(chunks: ReadonlyArray<Uint8Array>): Array<NdjsonRow> {
    for (const chunk of chunks) this.#lines.add(chunk);
    return this.#takeRows();
  }

  /** Returns the last row, if its line had no end. */
  finish(): Array<NdjsonRow> {
    this.#lines.finish();
    return this.#takeRows();
  }

  #takeRows(): Array<NdjsonRow> {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #rowOf({ bytes, end, isRecognized, number, start }: Line): NdjsonRow | undefined {
    if (isRecognized) return { row: new CustomerJson(bytes, start, end), place: number };
    const text = bytes.subarray(start, end);
    const line = this.#decode(text);
    if (line === undefined) {
      const { encoding = "UTF-8" } = this.#options;
      return {
        row: new UnreadableRecord({ code: "line-encoding", line: number, encoding }),
        line: new TextDecoder().decode(text),
        place: number,
      };
    }
    return line.trim() === "" ? undefined : this.#rowOfText(line, number);
  }

  #rowOfText(line: string, number: number): NdjsonRow | undefined {
    const row = parseExactJson(line);
    if (row === undefined) {
      const tidy = this.#options.tidy?.(line) ?? line;
      if (tidy.trim() === "") return undefined;
      return tidy === line
        ? { row: new UnreadableRecord({ code: "line-json", line: number }), line, place: number }
        : this.#rowOfText(tidy, number);
    }
    // A number that is kept as text is an object with keys of its own.
    const value = mayHaveLongNumbers(line) ? parseJson(line) : row;
    return repeatsKey(line, value)
      ? { row: new UnreadableRecord({ code: "repeated-key", line: number }), line, place: number }
      : { row, place: number };
  }

  #decode(bytes: Uint8Array): string | undefined {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      return undefined;
    }
  }
}
