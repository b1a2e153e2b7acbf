/**
 * Cuts a stream of rows into units of work: the customers of one batch and the bad rows among them.
 *
 * @module
 */
import * as Result from "effect/Result";
import type { CheckedBatchLimits } from "../batch/limits.ts";
import type { Batch } from "../batch/model.ts";
import { Packer } from "../batch/pack.ts";
import type { Rejected } from "../outcome/model.ts";
import { prepareItem } from "../batch/prepare.ts";
import type { ValidationOptions } from "../customer/validate.ts";

/** A row that was rejected before it was sent. */
export interface BadRow {
  readonly index: number;
  readonly outcome: Rejected;
}

/** Rows that are worked on together: customers to send, and those that are rejected already. */
export interface Unit {
  readonly batch: Batch | undefined;
  readonly badRows: ReadonlyArray<BadRow>;
}

/** Makes units of rows, in order. A unit closes with its batch, or with as many bad rows. */
export class UnitMaker {
  readonly #limits: CheckedBatchLimits;
  readonly #options: ValidationOptions;
  readonly #packer: Packer;
  #badRows: Array<BadRow> = [];
  #index: number;

  /** Begins at an index; the limits are those of a batch. */
  constructor(firstIndex: number, limits: CheckedBatchLimits, options: ValidationOptions) {
    this.#index = firstIndex;
    this.#limits = limits;
    this.#options = options;
    this.#packer = new Packer(limits);
  }

  /** The index of the next row. */
  get nextIndex(): number {
    return this.#index;
  }

  /** Takes a row; gives the unit that it closed, if it did. */
  add(row: unknown): ReadonlyArray<Unit> {
    const index = this.#index++;
    const item = prepareItem(index, row, this.#limits, this.#options);
    if (Result.isSuccess(item)) {
      const batch = this.#packer.add(item.success);
      return batch === undefined ? [] : [this.#close(batch)];
    }
    this.#badRows.push({ index, outcome: item.failure });
    return this.#badRows.length < this.#limits.maxCustomers ? [] : this.flush();
  }

  /** Gives what is left. */
  flush(): ReadonlyArray<Unit> {
    const batch = this.#packer.flush();
    return batch === undefined && this.#badRows.length === 0 ? [] : [this.#close(batch)];
  }

  #close(batch: Batch | undefined): Unit {
    const unit = { batch, badRows: this.#badRows };
    this.#badRows = [];
    return unit;
  }
}
