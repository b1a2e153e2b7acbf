/**
 * Adds many customers and reports on each: validate ▸ batch ▸ call ▸ report.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import * as Semaphore from "effect/Semaphore";
import { type BatchLimits, checkBatchLimits, type CheckedBatchLimits } from "../batch/limits.ts";
import type { Batch } from "../batch/model.ts";
import { packBatches, pause } from "../batch/pack.ts";
import type { BatchItem } from "../batch/item.ts";
import { BatchCall, type Send } from "../call/service.ts";
import type { BatchError } from "../outcome/error.ts";
import { checkInteger } from "../internal/check_option.ts";
import { checkRunOptions, type ImportRun, type RunOptions, startRun } from "../call/run.ts";
import { Ledger, type Progress } from "./ledger.ts";
import { prepareItem } from "../batch/prepare.ts";
import type { Report } from "../outcome/report.ts";
import { notSentAfter, settle } from "../call/settle.ts";
import { countCustomers } from "../call/telemetry.ts";
import { checkValidationOptions, type ValidationOptions } from "../customer/validate.ts";

/** Options of {@linkcode addCustomers}. */
export interface AddCustomersOptions extends ValidationOptions, BatchLimits, RunOptions {
  /**
   * Most batches on their way at the same time.
   *
   * @default 4
   */
  readonly concurrency?: number | undefined;
  /**
   * Is run after each batch, one notice at a time, with how far the import has come; at the end once
   * with all customers done. Batches wait for it.
   *
   * @default nothing is run
   */
  readonly onProgress?: ((progress: Progress) => Effect.Effect<void>) | undefined;
  /**
   * Is run with the report however the import ends. An effect that fails or is interrupted returns
   * nothing, so this is where its customers' outcomes are to be had: of an interrupted import, those on
   * their way are `Unknown`, those not sent yet `NotSent`.
   *
   * @default nothing is run
   */
  readonly onEnd?: ((report: Report) => Effect.Effect<void>) | undefined;
}

/**
 * Adds customers to Thulium and reports what became of each, `outcomes[i]` for `customers[i]`.
 *
 * The list may come from outside: a customer that breaks a rule is `Rejected` with its issues, and
 * the others go out. (Give a `Customer[]` to have the compiler look, too.)
 *
 * It fails only if calls failed and no customer was or may have been created: wrong password, no
 * connection, Thulium out of order, time over. Otherwise it succeeds with a {@linkcode Report}, in which the
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
    const { concurrency = 4, onEnd, onProgress } = options;
    checkInteger("concurrency", concurrency);
    checkValidationOptions(options);
    const limits = checkBatchLimits(options);
    const runOptions = checkRunOptions(options);
    if (!Array.isArray(customers)) throw new TypeError("customers must be an array");

    const run = new Run([...customers], limits, options, yield* startRun(runOptions));
    const { send } = yield* BatchCall;
    const notify = notifier(run.ledger, onProgress);
    const worker = workThrough(run, send, notify);
    const workers = Array.from({ length: Math.min(concurrency, customers.length) }, () => worker);
    return yield* Effect.uninterruptibleMask((restore) =>
      restore(Effect.all(workers, { concurrency: "unbounded", discard: true })).pipe(
        Effect.andThen(restore(Effect.andThen(settleRest(run), notify))),
        Effect.ensuring(Effect.suspend(() => {
          const report = run.report();
          return Effect.andThen(countCustomers(report), harmless(onEnd?.(report)));
        })),
        Effect.andThen(Effect.suspend(() => verdict(run))),
      )
    );
  },
  Effect.scoped,
  Effect.withSpan("thulium.add_customers", {}, { captureStackTrace: false }),
);

/** What the workers of one import share. */
class Run {
  readonly ledger: Ledger;
  readonly batches: Generator<Batch | typeof pause>;
  readonly shared: ImportRun;
  /** The last failure of a call. */
  failure: BatchError | undefined;

  constructor(
    customers: ReadonlyArray<unknown>,
    limits: CheckedBatchLimits,
    options: ValidationOptions,
    shared: ImportRun,
  ) {
    this.shared = shared;
    this.ledger = new Ledger(customers.length);
    this.batches = packBatches(validItems(customers, this.ledger, limits, options), limits);
  }

  report(): Report {
    return this.ledger.report(interrupted);
  }
}

/** Takes batch after batch until there are none or the import stops. */
const workThrough = Effect.fnUntraced(
  function* (run: Run, send: Send, notify: Effect.Effect<void>) {
    while (run.shared.stoppedBy === undefined) {
      const next = run.batches.next();
      if (next.done === true) return;
      if (next.value === pause) yield* Effect.yieldNow;
      else {
        yield* run.shared.call(callOnce(send, next.value, run));
        yield* notify;
      }
    }
  },
);

/** After a stop: the customers that were not sent, bad ones told from good ones. */
const settleRest = Effect.fnUntraced(function* ({ batches, ledger, shared }: Run) {
  for (const batch of batches) {
    if (batch !== pause && shared.stoppedBy !== undefined) {
      const outcome = notSentAfter(shared.stoppedBy);
      for (const { index } of batch.items) ledger.settle(index, outcome);
    }
    yield* Effect.yieldNow;
  }
});

const interrupted = "the import ended before this customer was sent";

/** Law 3: a failure only if nothing was or may have been created, and Thulium judged no customer. */
const verdict = (run: Run): Effect.Effect<Report, BatchError> => {
  const report = run.report();
  const failure = run.shared.stoppedBy ?? run.failure;
  const isHarmless = report.created === 0 && report.unknown === 0 &&
    !report.outcomes.some((outcome) => outcome._tag === "Rejected" && outcome.by === "thulium");
  return failure !== undefined && isHarmless ? Effect.fail(failure) : Effect.succeed(report);
};

/** Other people's code, made unable to cost a customer its outcome: it may die, but not the import. */
const harmless = (effect: Effect.Effect<void> | undefined): Effect.Effect<void> =>
  Effect.catchCause(effect ?? Effect.void, () => Effect.logError("A listener to an import died"))
    .pipe(
      Effect.catchCause(() => Effect.void),
    );

/** Notifies of progress where there is any, one notice at a time. */
const notifier = (
  ledger: Ledger,
  listener: AddCustomersOptions["onProgress"],
): Effect.Effect<void> => {
  if (listener === undefined) return Effect.void;
  const oneAtATime = Semaphore.makeUnsafe(1);
  let notified = -1;
  return harmless(oneAtATime.withPermit(Effect.suspend(() => {
    const progress = ledger.progress();
    if (progress.done === notified) return Effect.void;
    notified = progress.done;
    return listener(progress);
  })));
};

/** Rows without a valid customer among them after which others have the thread. */
const rowsPerPause = 1000;

/** The valid customers, made ready as they are asked for; the others are settled at once. */
function* validItems(
  customers: ReadonlyArray<unknown>,
  ledger: Ledger,
  limits: CheckedBatchLimits,
  options: ValidationOptions,
): Generator<BatchItem | typeof pause> {
  let invalid = 0;
  for (const [index, input] of customers.entries()) {
    const item = prepareItem(index, input, limits, options);
    if (Result.isSuccess(item)) {
      invalid = 0;
      yield item.success;
    } else {
      ledger.settle(index, item.failure);
      if (++invalid % rowsPerPause === 0) yield pause;
    }
  }
}

/** Sends one batch and settles its customers, whatever comes of it. */
const callOnce = Effect.fnUntraced(function* (send: Send, batch: Batch, run: Run) {
  run.ledger.start(batch);
  const { failure, outcomes } = yield* settle(Effect.suspend(() => send(batch)), batch);
  run.ledger.finish(batch, outcomes);
  run.failure = failure ?? run.failure;
});
