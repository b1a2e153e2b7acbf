/**
 * NDJSON as customers: each line is one customer as JSON. Blank lines are passed over. A valid customer that is
 * written as the usual programs write it is not parsed.
 *
 * The shape of this file and of `lines.ts` is measured: a line that is recognized costs what its taker makes of it, and
 * nothing else is allocated for it.
 *
 * @module
 */
import { mayHaveLongNumbers, parseExactJson } from "../../internal/exact_json.ts";
import { parseJson, repeatsKey } from "../../internal/json.ts";
import { LineCutter } from "./lines.ts";
import { type JsonRow, RowCollector, type RowTaker } from "./take.ts";
import { UnreadableRecord } from "./unreadable_record.ts";

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
  /**
   * Is called when the reading begins. What it returns tells of each chunk whether all lines that end in it are known to be
   * customers as `JSON.stringify` writes them. These are not looked at.
   *
   * @default none are known
   */
  readonly knownLines?: (() => (chunk: Uint8Array) => boolean) | undefined;
}

/** Cuts bytes into lines, and gives the rows to a taker. */
export class NdjsonReader {
  readonly #options: NdjsonOptions;
  readonly #maxLineBytes: number;
  readonly #lines: LineCutter;
  readonly #taker: RowTaker;
  #others = 0;
  readonly #areKnown: ((chunk: Uint8Array) => boolean) | undefined;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });

  /** A line may have `maxLineBytes` bytes. */
  constructor(maxLineBytes: number, options: NdjsonOptions, taker: RowTaker) {
    this.#options = options;
    this.#areKnown = options.knownLines?.();
    this.#maxLineBytes = maxLineBytes;
    this.#taker = taker;
    const { exact, scanner } = taker;
    this.#lines = new LineCutter(maxLineBytes, {
      recognize: (bytes, start, end) => scanner.endOfCustomer(bytes, start, end),
      recognized: exact,
      other: (bytes, start, end, number) => this.#takeOther(bytes, start, end, number),
      tooLong: (number) => this.#takeTooLong(number),
    });
  }

  /** How many lines were not customers exactly as `JSON.stringify` writes them, blank ones among them. */
  get others(): number {
    return this.#others;
  }

  /** Takes bytes, and gives the rows that are complete. */
  add(chunk: Uint8Array): void {
    this.#lines.add(chunk, this.#areKnown?.(chunk));
  }

  /** Gives the last row, if its line had no end. */
  finish(): void {
    this.#lines.finish();
  }

  #takeTooLong(line: number): void {
    this.#others++;
    const problem = { code: "line-too-long", line, maxBytes: this.#maxLineBytes } as const;
    this.#taker.row({ row: new UnreadableRecord(problem), place: line });
  }

  #takeOther(bytes: Uint8Array, start: number, end: number, number: number): void {
    this.#others++;
    const { loose, row, scanner } = this.#taker;
    if (scanner.endOfLoose(bytes, start, end) === end) {
      loose(bytes, start, end, number);
      return;
    }
    const read = this.#rowOf(bytes.subarray(start, end), number);
    if (read !== undefined) row(read);
  }

  #rowOf(bytes: Uint8Array, number: number): JsonRow | undefined {
    const line = this.#decode(bytes);
    if (line === undefined) {
      const { encoding = "UTF-8" } = this.#options;
      return {
        row: new UnreadableRecord({ code: "line-encoding", line: number, encoding }),
        line: new TextDecoder().decode(bytes),
        place: number,
      };
    }
    return line.trim() === "" ? undefined : this.#rowOfText(line, number);
  }

  #rowOfText(line: string, number: number): JsonRow | undefined {
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

/** Cuts bytes into rows. */
export class NdjsonCutter {
  readonly #rows = new RowCollector();
  readonly #reader: NdjsonReader;

  /** A line may have `maxLineBytes` bytes. */
  constructor(maxLineBytes: number, options: NdjsonOptions = {}) {
    this.#reader = new NdjsonReader(maxLineBytes, options, this.#rows);
  }

  /** Takes bytes, which must not change afterwards, and returns the rows that are complete. */
  add(chunks: ReadonlyArray<Uint8Array>): Array<JsonRow> {
    for (const chunk of chunks) this.#reader.add(chunk);
    return this.#rows.takeRows();
  }

  /** Returns the last row, if its line had no end. */
  finish(): Array<JsonRow> {
    this.#reader.finish();
    return this.#rows.takeRows();
  }
}
