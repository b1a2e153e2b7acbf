/**
 * Groups a stream of rows into units of work: the customers of one batch, and the invalid rows between them.
 *
 * @module
 */
import * as Result from "effect/Result";
import type { CheckedBatchLimits } from "../batch/limits.ts";
import type { BatchItem } from "../batch/item.ts";
import type { Batch } from "../batch/model.ts";
import type { RowsTo } from "../batch/operation.ts";
import { Packer } from "../batch/pack.ts";
import type { Customer } from "../customer/model.ts";
import type { Issue } from "../customer/issue.ts";
import { ReferencedRow } from "../customer/referenced_row.ts";
import type { CustomerUpdate } from "../customer/update.ts";
import { Outcome, type Rejected } from "../outcome/model.ts";
import type { ValidationOptions } from "../customer/validate.ts";

/** A row that was rejected before anything was sent. */
export interface BadRow {
  readonly index: number;
  readonly outcome: Rejected;
}

/** How rows are checked. */
export interface CheckOptions<Row extends Customer | CustomerUpdate = Customer>
  extends ValidationOptions {
  /**
   * A further check of each valid customer, in the order of the rows. The issues that it returns reject the customer.
   * It must not throw. Updates are not checked further.
   *
   * @default no further check
   */
  readonly check?: ((item: BatchItem<Row>) => ReadonlyArray<Issue>) | undefined;
}

/** Rows that are worked on together: customers to send, and rows that are already rejected. */
export interface Unit<Made extends Batch = Batch> {
  readonly batch: Made | undefined;
  readonly badRows: ReadonlyArray<BadRow>;
  /** The callers' references to rows, by index; `undefined` if no row has one. */
  readonly references?: ReadonlyMap<number, unknown> | undefined;
}

/** Makes units, in the order of the rows. A unit is complete with its batch, or with as many bad rows. */
export class UnitMaker<Row extends Customer | CustomerUpdate, Made extends Batch> {
  readonly #limits: CheckedBatchLimits;
  readonly #options: CheckOptions<Row>;
  readonly #rowsTo: RowsTo<Row, Made>;
  readonly #packer: Packer<BatchItem<Row>, Made>;
  #badRows: Array<BadRow> = [];
  #references: Map<number, unknown> | undefined;
  #index: number;

  /** Counts rows from `firstIndex`. The limits are those of a batch. */
  constructor(
    firstIndex: number,
    limits: CheckedBatchLimits,
    options: CheckOptions<Row>,
    rowsTo: RowsTo<Row, Made>,
  ) {
    this.#index = firstIndex;
    this.#limits = limits;
    this.#options = options;
    this.#rowsTo = rowsTo;
    this.#packer = new Packer(limits, rowsTo.makeBatch);
  }

  /** The index of the next row. */
  get nextIndex(): number {
    return this.#index;
  }

  /** Adds a row. Returns the unit that this completes, if any. */
  add(given: unknown): ReadonlyArray<Unit<Made>> {
    const index = this.#index++;
    const row = ReferencedRow.isOne(given) ? given.row : given;
    if (ReferencedRow.isOne(given)) {
      (this.#references ??= new Map()).set(index, given.reference);
    }
    const item = this.#rowsTo.prepare(index, row, this.#limits, this.#options);
    const issues = Result.isSuccess(item) ? this.#options.check?.(item.success) ?? [] : [];
    if (Result.isSuccess(item) && issues.length === 0) {
      const batch = this.#packer.add(item.success);
      return batch === undefined ? [] : [this.#close(batch)];
    }
    const outcome = Result.isFailure(item) ? item.failure : Outcome.invalid(issues);
    this.#badRows.push({ index, outcome });
    return this.#badRows.length < this.#limits.maxCustomers ? [] : this.flush();
  }

  /** Returns the remaining rows as a unit, if there are any. */
  flush(): ReadonlyArray<Unit<Made>> {
    const batch = this.#packer.flush();
    return batch === undefined && this.#badRows.length === 0 ? [] : [this.#close(batch)];
  }

  #close(batch: Made | undefined): Unit<Made> {
    const unit = { batch, badRows: this.#badRows, references: this.#references };
    this.#references = this.#carried(unit);
    this.#badRows = [];
    return unit;
  }

  /** The reference to the last row, if the row did not fit into the unit and begins the next one. */
  #carried({ badRows, batch, references }: Unit<Made>): Map<number, unknown> | undefined {
    const last = this.#index - 1;
    const isIn = batch?.items.at(-1)?.index === last || badRows.at(-1)?.index === last;
    return isIn || references?.has(last) !== true
      ? undefined
      : new Map([[last, references.get(last)]]);
  }
}
