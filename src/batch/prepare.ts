/**
 * Prepares one row for a batch: validates it, encodes it, and checks its size. A row that fails gets its
 * outcome here.
 *
 * @module
 */
import * as Result from "effect/Result";
import { type CheckedBatchLimits, fits } from "./limits.ts";
import { type AnyItem, type BatchItem, GivenItem, makeBatchItem } from "./item.ts";
import { CustomerJson } from "../customer/json.ts";
import type { Customer } from "../customer/model.ts";
import type { CustomerUpdate } from "../customer/update.ts";
import { Outcome, type Rejected } from "../outcome/model.ts";
import { words } from "../customer/rules.ts";
import { UnreadableRow } from "../customer/unreadable_row.ts";
import { validateCustomer, type Validated, type ValidationOptions } from "../customer/validate.ts";
import { validateCustomerUpdate } from "../customer/validate_update.ts";

/** Makes an item of a row, or the outcome of a row that can't be sent. Whatever the row is, this does not throw. */
export type Prepare<Row extends Customer | CustomerUpdate> = (
  index: number,
  input: unknown,
  limits: CheckedBatchLimits,
  options: ValidationOptions,
) => Result.Result<BatchItem<Row>, Rejected>;

/** Prepares a customer to be added. */
export const prepareItem: Prepare<Customer> = (index, input, limits, options) => {
  try {
    return prepare(index, input, limits, options);
  } catch {
    return Result.fail(unwritable());
  }
};

/** Prepares an update. */
export const prepareUpdate: Prepare<CustomerUpdate> = (index, input, limits, options) => {
  try {
    if (input instanceof UnreadableRow) return unreadable(input);
    const row = input instanceof CustomerJson ? input.customer : input;
    return itemOf(index, validateCustomerUpdate(row, options), limits);
  } catch {
    return Result.fail(unwritable());
  }
};

type Prepared<Item> = Result.Result<Item, Rejected>;

const prepare: Prepare<Customer> = (index, input, limits, options) => {
  if (input instanceof UnreadableRow) return unreadable(input);
  if (input instanceof CustomerJson) {
    // The fast path checked the contract's rules only.
    return options.profile === "strict"
      ? prepare(index, input.customer, limits, options)
      : withinLimits(new GivenItem(index, input), limits);
  }
  return itemOf(index, validateCustomer(input, options), limits);
};

const itemOf = <Row extends Customer | CustomerUpdate>(
  index: number,
  row: Validated<Row>,
  limits: CheckedBatchLimits,
): Prepared<BatchItem<Row>> =>
  Result.isFailure(row)
    ? Result.fail(Outcome.invalid(row.failure))
    : withinLimits(makeBatchItem(index, row.success), limits);

const unreadable = ({ message }: UnreadableRow): Prepared<never> =>
  Result.fail(Outcome.invalid([{ path: "", message }]));

/** Also `instanceof` may throw, on a Proxy. What was thrown may hold personal data. */
const unwritable = (): Rejected => Outcome.invalid([{ path: "", message: words.unwritable }]);

const withinLimits = <Item extends AnyItem>(
  item: Item,
  limits: CheckedBatchLimits,
): Prepared<Item> =>
  fits(item, limits) ? Result.succeed(item) : Result.fail(tooLarge(item, limits));

const tooLarge = ({ bytes }: AnyItem, { maxBytes }: CheckedBatchLimits): Rejected =>
  Outcome.invalid([{
    path: "",
    message: `is ${bytes} bytes of JSON; the limit for a whole request is ${maxBytes} bytes`,
  }], 413);
