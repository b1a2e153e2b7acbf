/**
 * What a streamed request holds of its body: the bytes that came, until the outcomes of their rows, and of the next ones
 * that were cut, are given out.
 *
 * @module
 */
import type { BodyShare } from "./body_budget.ts";

/** Bytes, and how many rows there were when they came. */
interface Mark {
  readonly rows: number;
  readonly bytes: number;
}

/** The bytes of one request. Rows must be given out in the order in which they came. */
export class HeldRows {
  readonly #share: BodyShare;
  /** The bytes of rows that were cut and not all given out, in order. */
  readonly #marks: Array<Mark> = [];
  /** The bytes that came before the last mark: the last of them may be the beginning of a row that is not whole yet. */
  #carried = 0;
  /** The bytes that came after the last mark. */
  #bytes = 0;
  #cut = 0;
  #givenOut = 0;

  constructor(share: BodyShare) {
    this.#share = share;
  }

  /** Takes bytes that came. Returns whether there is room for them. */
  readonly take = (bytes: number): boolean => {
    if (!this.#share.take(bytes)) return false;
    this.#bytes += bytes;
    return true;
  };

  /** Notes that rows were cut from the bytes. */
  cut(rows: number): void {
    this.#cut += rows;
    this.#marks.push({ rows: this.#cut, bytes: this.#carried });
    this.#carried = this.#bytes;
    this.#bytes = 0;
  }

  /** Gives back the bytes of rows whose outcomes are given out. */
  giveOut(rows: number): void {
    this.#givenOut += rows;
    while (this.#marks.length > 0 && this.#marks[0].rows <= this.#givenOut) {
      this.#share.give(this.#marks.shift()?.bytes ?? 0);
    }
  }
}
