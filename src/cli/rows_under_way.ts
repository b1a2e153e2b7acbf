/**
 * The rows between their input and their outcome: where each one stands in the file, what is wrong with it, and, for the
 * file of rejects, the row itself. It holds only rows that have no outcome yet.
 *
 * It also finds rows whose key occurred before, because it knows their places.
 *
 * @module
 */
import type { BatchItem } from "../batch/item.ts";
import type { Issue } from "../customer/issue.ts";
import { UnreadableRecord } from "../format/cut/unreadable_record.ts";
import type { ImportedCustomer } from "../import/entry.ts";
import { Repeats } from "../import/repeats.ts";
import type { Outcome } from "../outcome/model.ts";
import type { InputRow } from "./input/rows.ts";
import { keyTextOfItem } from "./check/key_text.ts";
import type { RowFault } from "./row_reason.ts";
import { english } from "./texts/en.ts";
import type { Unit } from "./texts/table.ts";

/** A row with its outcome. */
export interface SettledRow {
  /** Its place among the rows of the file, from 0. */
  readonly index: number;
  /** The file's own number of it: its line, the sheet's row, or the number of the element. */
  readonly place: number;
  readonly outcome: Outcome;
  /** What is wrong with it, if that is known as data. */
  readonly fault: RowFault | undefined;
  /** The row as it came, if rows are kept. */
  readonly input: InputRow | undefined;
}

/** How rows are followed. */
export interface UnderWayOptions {
  readonly unit: Unit;
  /** Whether rows are kept until their outcome. */
  readonly keepsRows: boolean;
  /** The field by which a row repeats an earlier one; `undefined` if all are sent. */
  readonly key: string | undefined;
}

/** Places are dropped when so many are not needed any more. */
const dropAfter = 4096;

/** Follows the rows of one run. */
export class RowsUnderWay {
  readonly #options: UnderWayOptions;
  readonly #repeats = new Repeats();
  readonly #keyOf: (item: BatchItem) => string | undefined;
  /** The places of the rows from `#firstIndex` on. */
  #places: Array<number> = [];
  #firstIndex = 0;
  #skipped = 0;
  #lastSkipped: number | undefined;
  readonly #faults = new Map<number, RowFault>();
  readonly #rows = new Map<number, InputRow>();

  /** Follows no row yet. */
  constructor(options: UnderWayOptions) {
    this.#options = options;
    this.#keyOf = keyTextOfItem(options.key);
  }

  /** The row's customer is not imported: it stands before the place at which the run begins. */
  skip(place: number): void {
    this.#skipped++;
    this.#lastSkipped = place;
  }

  /** The place of the last row that was skipped. */
  get lastSkipped(): number | undefined {
    return this.#lastSkipped;
  }

  /** Takes rows in their order. */
  enter(row: InputRow): void {
    const index = this.#firstIndex + this.#places.length;
    this.#places.push(row.place);
    if (this.#options.keepsRows) this.#rows.set(index, row);
    if (row.row instanceof UnreadableRecord) {
      this.#faults.set(index, { problem: row.row.problem });
    }
  }

  /** Refuses a valid customer whose key occurred before. */
  readonly check = (item: BatchItem): ReadonlyArray<Issue> => {
    const { key: field, unit } = this.#options;
    const key = this.#keyOf(item);
    if (field === undefined || key === undefined) return [];
    const first = this.#repeats.firstWith(key, this.placeOf(item.index));
    if (first === undefined) return [];
    this.#faults.set(item.index, { first, field });
    return [{ path: "", message: english.summary.repeats(field, unit, first) }];
  };

  /** Joins outcomes, in the order of their rows, with what is known of the rows, and forgets these. */
  settle(customers: ReadonlyArray<ImportedCustomer>): ReadonlyArray<SettledRow> {
    const settled = customers.map(({ index, outcome }): SettledRow => ({
      index: index + this.#skipped,
      place: this.placeOf(index),
      outcome,
      fault: take(this.#faults, index),
      input: take(this.#rows, index),
    }));
    this.forget((customers.at(-1)?.index ?? -1) + 1);
    return settled;
  }

  /** Forgets the places of the rows before an index of the run. */
  forget(end: number): void {
    const count = end - this.#firstIndex;
    if (count < dropAfter) return;
    this.#places = this.#places.slice(count);
    this.#firstIndex = end;
  }

  /** The place of a row that has no outcome yet, by its index in the run. */
  placeOf(index: number): number {
    return this.#places[index - this.#firstIndex];
  }
}

const take = <A>(map: Map<number, A>, key: number): A | undefined => {
  if (map.size === 0) return undefined;
  const value = map.get(key);
  map.delete(key);
  return value;
};
