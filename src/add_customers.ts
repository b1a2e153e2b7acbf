/**
 * Adds many customers and reports on each: validate ▸ batch ▸ call ▸ report.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import * as Semaphore from "effect/Semaphore";
import { AuthStop, stopOn } from "./auth_stop.ts";
import {
  type Batch,
  type BatchItem,
  type BatchLimits,
  checkBatchLimits,
  type CheckedBatchLimits,
  fits,
  makeBatchItem,
  packBatches,
} from "./batch.ts";
import { BatchCall, type Send } from "./batch_call.ts";
import { type BatchError, outcomeOf } from "./batch_error.ts";
import { checkInteger } from "./check_option.ts";
import { Ledger, type Progress } from "./ledger.ts";
import { Outcome } from "./outcome.ts";
import type { Report } from "./report.ts";
import { countCustomers } from "./telemetry.ts";
import {
  checkValidationOptions,
  validateCustomer,
  type ValidationOptions,
} from "./validate_customer.ts";

/** Options of {@linkcode addCustomers}. */
export interface AddCustomersOptions extends ValidationOptions, BatchLimits {
  /**
   * Most batches on their way at the same time.
   *
   * @default 4
   */
  readonly concurrency?: number | undefined;
  /**
   * Is run after each batch, one notice at a time, with how far the import has come; at the end once
   * with all customers done. Batches wait for it.
   */
  readonly onProgress?: ((progress: Progress) => Effect.Effect<void>) | undefined;
  /**
   * Is run with a report when the import is interrupted. An interrupted effect returns nothing, so this
   * is where its customers' outcomes are to be had: those on their way are `Unknown`, those not sent yet
   * `NotSent`.
   */
  readonly onInterrupt?: ((report: Report) => Effect.Effect<void>) | undefined;
}

/**
 * Adds customers to Thulium and reports what became of each, `outcomes[i]` for `customers[i]`.
 *
 * The list may come from outside: a customer that breaks a rule is `Rejected` with its issues, and
 * the others go out. (Give a `Customer[]` to have the compiler look, too.)
 *
 * It fails only if calls failed and no customer was or may have been created: wrong password, no
 * connection, Thulium out of order. Otherwise it succeeds with a {@linkcode Report}, in which the
 * customers of failed calls are `NotSent` or `Unknown`. After a 401 or 403 nothing more is sent.
 *
 * Dies with a `RangeError` if an option is invalid, and with a `TypeError` if the list is no array.
 *
 * @example
 * ```ts
 * import * as Effect from "effect/Effect";
 * import { addCustomers, BatchCall } from "@thulium-effect/batch-customers";
 *
 * const program = Effect.gen(function* () {
 *   const report = yield* addCustomers([
 *     { surname: "Kowalska", email: "anna@example.com" },
 *     { surname: "Nowak", phone_number: ["600 100 200", "600 100 201"] },
 *   ]);
 *   return report.created;
 * }).pipe(Effect.provide(BatchCall.layerConfig()));
 * ```
 */
export const addCustomers: (
  customers: ReadonlyArray<unknown>,
  options?: AddCustomersOptions,
) => Effect.Effect<Report, BatchError, BatchCall> = Effect.fnUntraced(
  function* (customers, options = {}) {
    const { concurrency = 4, onInterrupt } = options;
    checkInteger("concurrency", concurrency);
    checkValidationOptions(options);
    const limits = checkBatchLimits(options);
    if (!Array.isArray(customers)) throw new TypeError("customers must be an array");
    const { send } = yield* BatchCall;

    const ledger = new Ledger(customers.length);
    const batches = packBatches(validItems([...customers], ledger, limits, options), limits);
    const notify = notifier(ledger, options.onProgress);
    const stop: AuthStop = { refusal: undefined };
    let failure: BatchError | undefined;

    const worker = Effect.gen(function* () {
      while (stop.refusal === undefined) {
        const next = batches.next();
        if (next.done === true) return;
        failure = (yield* callOnce(send, next.value, ledger)) ?? failure;
        yield* notify;
      }
    });
    const settleRest = Effect.sync(() => {
      for (const { items } of batches) {
        for (const { index } of items) ledger.settle(index, Outcome.notSent(refused));
      }
    });
    const report = () => ledger.report(interrupted);

    yield* Effect.all(
      Array.from({ length: Math.min(concurrency, customers.length) }, () => worker),
      {
        concurrency: "unbounded",
        discard: true,
      },
    ).pipe(
      Effect.andThen(settleRest),
      Effect.andThen(notify),
      Effect.onInterrupt(() => onInterrupt?.(report()) ?? Effect.void),
      Effect.ensuring(Effect.suspend(() => countCustomers(report()))),
      Effect.provideService(AuthStop, stop),
    );
    return yield* verdict(report(), stop.refusal ?? failure);
  },
  Effect.withSpan("thulium.add_customers"),
);

const interrupted = "the import ended before this customer was sent";
const refused = "not sent, because Thulium had already refused the user";

/** Law 3: a failure only if nothing was or may have been created, and Thulium judged no customer. */
const verdict = (
  report: Report,
  failure: BatchError | undefined,
): Effect.Effect<Report, BatchError> => {
  const isHarmless = report.created === 0 && report.unknown === 0 &&
    !report.outcomes.some((outcome) => outcome._tag === "Rejected" && outcome.by === "thulium");
  return failure !== undefined && isHarmless ? Effect.fail(failure) : Effect.succeed(report);
};

/**
 * Notifies of progress where there is any, one notice at a time. A listener that dies costs no customer
 * its outcome.
 */
const notifier = (
  ledger: Ledger,
  listener: AddCustomersOptions["onProgress"],
): Effect.Effect<void> => {
  if (listener === undefined) return Effect.void;
  const oneAtATime = Semaphore.makeUnsafe(1);
  let notified = -1;
  return oneAtATime.withPermit(Effect.suspend(() => {
    const progress = ledger.progress();
    if (progress.done === notified) return Effect.void;
    notified = progress.done;
    return listener(progress);
  })).pipe(Effect.catchDefect(() => Effect.logError("The listener to an import's progress died")));
};

/** The valid customers, made ready as they are asked for; the others are settled at once. */
function* validItems(
  customers: ReadonlyArray<unknown>,
  ledger: Ledger,
  limits: CheckedBatchLimits,
  options: ValidationOptions,
): Generator<BatchItem> {
  for (const [index, input] of customers.entries()) {
    const result = validateCustomer(input, options);
    if (Result.isFailure(result)) {
      ledger.settle(index, Outcome.invalid(result.failure));
      continue;
    }
    const item = makeBatchItem(index, result.success);
    if (fits(item, limits)) yield item;
    else ledger.settle(index, tooLarge(item, limits));
  }
}

const tooLarge = ({ bytes }: BatchItem, { maxBytes }: CheckedBatchLimits): Outcome =>
  Outcome.invalid([{
    path: "",
    message: `is ${bytes} bytes of JSON; the limit for a whole request is ${maxBytes} bytes`,
  }], 413);

/** Sends one batch and settles its customers, whatever comes of it; gives back how it failed, if so. */
const callOnce = (
  send: Send,
  batch: Batch,
  ledger: Ledger,
): Effect.Effect<BatchError | undefined> => {
  const settleAll = (outcome: Outcome) => ledger.finish(batch, batch.items.map(() => outcome));
  return Effect.suspend(() => {
    ledger.start(batch);
    return send(batch);
  }).pipe(
    Effect.map((outcomes) => ledger.finish(batch, outcomes)),
    Effect.as(undefined),
    Effect.catch((error) => {
      settleAll(outcomeOf(error));
      return Effect.as(stopOn(error), error);
    }),
    Effect.catchDefect((defect) => {
      settleAll(Outcome.unknown("the call died of a defect of the program"));
      const name = defect instanceof Error ? defect.name : typeof defect;
      return Effect.as(Effect.logError(`A batch call died: ${name}`), undefined);
    }),
  );
};
