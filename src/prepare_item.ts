/**
 * The way of one row into a batch: validated, encoded, and small enough; or the outcome that keeps it
 * out.
 *
 * @module
 */
import * as Result from "effect/Result";
import { type BatchItem, type CheckedBatchLimits, fits, makeBatchItem } from "./batch.ts";
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
  const customer = validateCustomer(input, options);
  if (Result.isFailure(customer)) return Result.fail(Outcome.invalid(customer.failure));
  try {
    const item = makeBatchItem(index, customer.success);
    return fits(item, limits) ? Result.succeed(item) : Result.fail(tooLarge(item, limits));
  } catch {
    return Result.fail(Outcome.invalid([{ path: "", message: "could not be written as JSON" }]));
  }
};

const tooLarge = ({ bytes }: BatchItem, { maxBytes }: CheckedBatchLimits): Rejected =>
  Outcome.invalid([{
    path: "",
    message: `is ${bytes} bytes of JSON; the limit for a whole request is ${maxBytes} bytes`,
  }], 413);
