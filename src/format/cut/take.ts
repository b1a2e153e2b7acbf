/**
 * Who takes rows of JSON while they are cut, in their order. A row that is recognized is given as a part of the bytes, so
 * that nothing is made for a row that is only looked at.
 *
 * @module
 */
import { writeExactly } from "../../customer/fast/loose.ts";
import { CustomerScanner } from "../../customer/fast/scanner.ts";
import { CustomerJson } from "../../customer/json.ts";
import type { TakeBytes } from "./recognized.ts";

/** A row, and its text if it could not be read. */
export interface JsonRow {
  /** What `importCustomers` takes: a customer, if all is well, or an `UnreadableRow`. */
  readonly row: unknown;
  /** The number of the line on which the row begins, from 1. */
  readonly place: number;
  /** The text, if it is no JSON. */
  readonly line?: string | undefined;
}

/** Takes rows. */
export interface RowTaker {
  /** Recognizes the customers. When one is given, it is the last one that was scanned. */
  readonly scanner: CustomerScanner;
  /** Takes a customer that is written exactly as `JSON.stringify` writes it. */
  readonly exact: TakeBytes;
  /** Takes a customer that is written loosely (`customer/fast/loose.ts`). */
  readonly loose: TakeBytes;
  /** Takes any other row. */
  readonly row: (row: JsonRow) => void;
}

/** So much memory is taken at once for customers that are written anew. */
const blockBytes = 65_536;

/** Collects rows for `importCustomers`. For a customer that is recognized it makes a `CustomerJson`. */
export class RowCollector implements RowTaker {
  readonly scanner: CustomerScanner = new CustomerScanner();
  #rows: Array<JsonRow> = [];
  /** Customers that were written anew stand here one after the other, so that a body copies them in one piece. */
  #block = new Uint8Array();
  #used = 0;

  readonly exact: TakeBytes = (bytes, start, end, place) => {
    this.#rows.push({ row: new CustomerJson(bytes, start, end), place });
  };

  readonly loose: TakeBytes = (bytes, start, end, place) => {
    const length = end - start;
    if (this.#used + length > this.#block.length) {
      this.#block = new Uint8Array(Math.max(blockBytes, length));
      this.#used = 0;
    }
    const written = writeExactly(bytes, start, end, this.#block, this.#used);
    this.#rows.push({ row: new CustomerJson(this.#block, this.#used, written), place });
    this.#used = written + 1;
  };

  readonly row = (row: JsonRow): void => {
    this.#rows.push(row);
  };

  /** Returns the rows so far, and forgets them. */
  takeRows(): Array<JsonRow> {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }
}
