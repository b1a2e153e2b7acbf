/**
 * Adds a list of customers and reports on each: validate ▸ batch ▸ call ▸ report.
 *
 * A few workers take batch after batch from one generator, so that the list is validated and encoded only as
 * fast as it is sent.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { type BatchLimits, checkBatchLimits, type CheckedBatchLimits } from "../batch/limits.ts";
import { type CheckedRunOptions, checkRunOptions, type RunOptions, startRun } from "../call/run.ts";
import { BatchCall } from "../call/service.ts";
import { countCustomers, describeImport } from "../call/telemetry.ts";
import type { Customer } from "../customer/model.ts";
import { checkValidationOptions, type ValidationOptions } from "../customer/validate.ts";
import { checkInteger } from "../internal/check_option.ts";
import type { BatchError } from "../outcome/error.ts";
import type { Report } from "../outcome/report.ts";
import type { Progress } from "./ledger.ts";
import { harmless, notifier } from "./listener.ts";
import { copyRows, countRows } from "./rows.ts";
import { Work } from "./work.ts";

/** Options of {@linkcode addCustomers}. */
export interface AddCustomersOptions extends ValidationOptions, BatchLimits, RunOptions {
  /**
   * Maximum number of batches that are sent at the same time.
   *
   * @default 4
   */
  readonly concurrency?: number | undefined;
  /**
   * Runs after each batch with the progress so far, one run at a time, and at the end once more with all
   * customers done. Batches wait for it, so it must end.
   *
   * @default nothing runs
   */
  readonly onProgress?: ((progress: Progress) => Effect.Effect<void>) | undefined;
  /**
   * Runs with the report, however the import ends. An effect that fails or is interrupted returns nothing,
   * so this is the place to get the outcomes then: after an interruption, customers that were being sent
   * are `Unknown`, and customers that were not sent yet are `NotSent`. The import waits for this effect and can't be
   * interrupted while it runs, so it must end.
   *
   * @default nothing runs
   */
  readonly onEnd?: ((report: Report) => Effect.Effect<void>) | undefined;
}

/**
 * Adds customers to Thulium and reports what became of each: `outcomes[i]` belongs to `customers[i]`.
 *
 * The compiler checks customers that are written in the program. For a list from outside, give the type
 * `unknown`: `addCustomers<unknown>(rows)`. Either way each one is validated: a customer that breaks a rule
 * is `Rejected` with its issues, and the others are sent.
 *
 * The effect fails only if calls failed and no customer was or may have been created, now or by another run: wrong
 * password, no connection, Thulium out of order, time over. Otherwise it succeeds with a {@linkcode Report}, in which the
 * customers of failed calls are `NotSent` or `Unknown`. After a 401 or 403 nothing more is sent.
 *
 * @throws {RangeError} If an option is invalid.
 * @throws {TypeError} If `customers` is not an array whose length can be read.
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
 * }).pipe(Effect.provide(BatchCall.layerEnv()));
 * ```
 */
export const addCustomers = <Row = Customer>(
  customers: ReadonlyArray<NoInfer<Row>>,
  options: AddCustomersOptions = {},
): Effect.Effect<Report, BatchError, BatchCall> => {
  checkInteger("concurrency", options.concurrency ?? 4);
  checkValidationOptions(options);
  const limits = checkBatchLimits(options);
  const runOptions = checkRunOptions(options);
  countRows(customers);
  return addAll(customers, { limits, runOptions, options });
};

interface Settings {
  readonly limits: CheckedBatchLimits;
  readonly runOptions: CheckedRunOptions;
  readonly options: AddCustomersOptions;
}

const addAll = Effect.fnUntraced(
  function* (customers: ReadonlyArray<unknown>, { limits, options, runOptions }: Settings) {
    const { concurrency = 4, onEnd, onProgress } = options;
    const run = yield* startRun(runOptions);
    const { send } = yield* BatchCall;
    const rows = copyRows(customers);
    const work = new Work(rows, { limits, options, run, send });
    const notify = notifier(work.ledger, onProgress);
    const worker = work.sendAll(notify);
    const workers = Array.from({ length: Math.min(concurrency, rows.length) }, () => worker);
    return yield* Effect.uninterruptibleMask((restore) =>
      restore(Effect.all(workers, { concurrency: "unbounded", discard: true })).pipe(
        Effect.andThen(restore(Effect.andThen(work.settleRest(), notify))),
        Effect.ensuring(Effect.suspend(() => {
          const report = work.report();
          return describeImport(report, run.stoppedBy).pipe(
            Effect.andThen(countCustomers(report)),
            Effect.andThen(harmless(() => onEnd?.(report))),
          );
        })),
        Effect.andThen(Effect.suspend(() => verdict(work))),
      )
    );
  },
  Effect.scoped,
  Effect.withSpan("thulium.add_customers", { attributes: { "thulium.feed": "list" } }, {
    captureStackTrace: false,
  }),
);

/** Fails only if no customer exists or may exist, and Thulium rejected none (law 3). */
const verdict = (work: Work): Effect.Effect<Report, BatchError> => {
  const report = work.report();
  const failure = work.run.stoppedBy ?? work.failure;
  const isHarmless = report.created + report.unchanged + report.unknown === 0 &&
    !report.outcomes.some((outcome) => outcome._tag === "Rejected" && outcome.by === "thulium");
  return failure !== undefined && isHarmless ? Effect.fail(failure) : Effect.succeed(report);
};
