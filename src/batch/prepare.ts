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
import { UnreadableRow } from "../customer/unreadable_row.ts";
import { validateCustomer, type ValidationOptions } from "../customer/validate.ts";

/** The row as an item of a batch, or the outcome of a row that can't be sent. */
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
    // The fast path checked the contract's rules only.
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
