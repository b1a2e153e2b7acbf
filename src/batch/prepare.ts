/**
 * Prepares one row for a batch: validates it, encodes it, and checks its size. A row that fails gets its
 * outcome here.
 *
 * @module
 */
import * as Result from "effect/Result";
import { type CheckedBatchLimits, fits } from "./limits.ts";
import { type BatchItem, GivenItem, makeBatchItem } from "./item.ts";
import { CustomerJson } from "../customer/json.ts";
import { Outcome, type Rejected } from "../outcome/model.ts";
import { words } from "../customer/rules.ts";
import { UnreadableRow } from "../customer/unreadable_row.ts";
import { validateCustomer, type ValidationOptions } from "../customer/validate.ts";

/** The row as an item of a batch, or the outcome of a row that can't be sent. Whatever the row is, this does not throw. */
export const prepareItem = (
  index: number,
  input: unknown,
  limits: CheckedBatchLimits,
  options: ValidationOptions,
): Result.Result<BatchItem, Rejected> => {
  try {
    return prepare(index, input, limits, options);
  } catch {
    // Also `instanceof` may throw, on a Proxy. What was thrown may hold personal data.
    return Result.fail(Outcome.invalid([{ path: "", message: words.unwritable }]));
  }
};

const prepare: typeof prepareItem = (index, input, limits, options) => {
  if (input instanceof UnreadableRow) {
    return Result.fail(Outcome.invalid([{ path: "", message: input.message }]));
  }
  if (input instanceof CustomerJson) {
    // The fast path checked the contract's rules only.
    return options.profile === "strict"
      ? prepare(index, input.customer, limits, options)
      : withinLimits(new GivenItem(index, input), limits);
  }
  const customer = validateCustomer(input, options);
  return Result.isFailure(customer)
    ? Result.fail(Outcome.invalid(customer.failure))
    : withinLimits(makeBatchItem(index, customer.success), limits);
};

const withinLimits = (item: BatchItem, limits: CheckedBatchLimits) =>
  fits(item, limits) ? Result.succeed(item) : Result.fail(tooLarge(item, limits));

const tooLarge = ({ bytes }: BatchItem, { maxBytes }: CheckedBatchLimits): Rejected =>
  Outcome.invalid([{
    path: "",
    message: `is ${bytes} bytes of JSON; the limit for a whole request is ${maxBytes} bytes`,
  }], 413);
