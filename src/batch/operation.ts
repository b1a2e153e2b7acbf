/**
 * What a feed does with its rows: it adds customers, or updates them. Feeds take one of these values, so that a program
 * that only adds does not bundle what updates need.
 *
 * @module
 */
import type { Customer } from "../customer/model.ts";
import type { CustomerUpdate } from "../customer/update.ts";
import type { BatchItem } from "./item.ts";
import {
  type AddBatch,
  type Batch,
  makeBatch,
  makeUpdateBatch,
  type UpdateBatch,
} from "./model.ts";
import type { MakeBatch } from "./pack.ts";
import { type Prepare, prepareItem, prepareUpdate } from "./prepare.ts";

/** How rows become batches. */
export interface RowsTo<Row extends Customer | CustomerUpdate, Made extends Batch> {
  readonly prepare: Prepare<Row>;
  readonly makeBatch: MakeBatch<BatchItem<Row>, Made>;
}

/** Rows are customers to add. */
export const toAdd: RowsTo<Customer, AddBatch> = { prepare: prepareItem, makeBatch };

/** Rows are updates. */
export const toUpdate: RowsTo<CustomerUpdate, UpdateBatch> = {
  prepare: prepareUpdate,
  makeBatch: makeUpdateBatch,
};
