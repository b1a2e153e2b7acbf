/**
 * The way of one row into a batch: validated, encoded, and small enough; or the outcome that keeps it
 * out.
 *
 * @module
 */
import * as Result from "effect/Result";
import { type CheckedBatchLimits, fits } from "./batch.ts";
import { type BatchItem, GivenItem, makeBatchItem } from "./batch_item.ts";
import { CustomerJson } from "./customer_json.ts";
import { Outcome, type Rejected } from "./outcome.ts";
import { UnreadableRow } from "./unreadable_row.ts";
import { validateCustomer, type ValidationOptions } from "./validate_customer.ts";

/** One row as an item of a batch, or why it can be none. */
export const prepareItem = (
  index: number,
  input: unknown,
  limits: CheckedBatchLimits,
  options: ValidationOptions,
): Result.Result<BatchItem, Rejected> => {
  if (input instanceof UnreadableRow) {
    return Result.fail(Outcome.invalid([{ path: "", message: input.message }]));
  }
  if (input instanceof CustomerJson) {
    // The strict profile asks for more than the scanner does.
    return options.profile === "strict"
      ? prepareItem(index, input.customer, limits, options)
      : withinLimits(new GivenItem(index, input), limits);
  }
  const customer = validateCustomer(input, options);
  if (Result.isFailure(customer)) return Result.fail(Outcome.invalid(customer.failure));
  try {
    return withinLimits(makeBatchItem(index, customer.success), limits);
  } catch {
    return Result.fail(Outcome.invalid([{ path: "", message: "could not be written as JSON" }]));
  }
};

const withinLimits = (item: BatchItem, limits: CheckedBatchLimits) =>
  fits(item, limits) ? Result.succeed(item) : Result.fail(tooLarge(item, limits));

const tooLarge = ({ bytes }: BatchItem, { maxBytes }: CheckedBatchLimits): Rejected =>
  Outcome.invalid([{
    path: "",
    message: `is ${bytes} bytes of JSON; the limit for a whole request is ${maxBytes} bytes`,
  }], 413);
