/**
 * Sends a list of rows and reports on each: validate ▸ batch ▸ call ▸ report.
 *
 * A few workers take batch after batch from one generator, so that the list is validated and encoded only as
 * fast as it is sent. A list of one batch is sent without workers.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import { type BatchLimits, checkBatchLimits, type CheckedBatchLimits } from "../batch/limits.ts";
import type { Batch } from "../batch/model.ts";
import type { RowsTo } from "../batch/operation.ts";
import { type CheckedRunOptions, checkRunOptions, type RunOptions, withRun } from "../call/run.ts";
import { BatchCall } from "../call/service.ts";
import { below, type MaybeSpan, useSpan } from "../call/span.ts";
import { countCustomers, describeImport } from "../call/telemetry.ts";
import type { Customer } from "../customer/model.ts";
import type { CustomerUpdate } from "../customer/update.ts";
import { checkValidationOptions, type ValidationOptions } from "../customer/validate.ts";
import { checkInteger } from "../internal/check_option.ts";
import type { BatchError } from "../outcome/error.ts";
import type { Report } from "../outcome/report.ts";
import type { Progress } from "./ledger.ts";
import { harmless, notifier } from "./listener.ts";
import { copyRows, countRows } from "./rows.ts";
import { Work } from "./work.ts";

/**
 * Options of `addCustomers` and `updateCustomers`.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `profile` | "contract" | `contract`: the rules of the vendor's page and no more. `strict`: also NIP and PESEL checksums, e-mail addresses, Polish postcodes and ISO dates. |
 * | `unknownFields` | "refuse" | What happens to a field that the contract does not know. |
 * | `nulls` | "refuse" | What happens to a field that is `null`. |
 * | `maxCustomers` | 100 | Maximum number of customers in a batch. |
 * | `maxBytes` | 1_048_576 | Maximum length of a request's body, in bytes. |
 * | `deadline` | none | After this time nothing more is sent. |
 * | `maxCalls` | none | Maximum number of HTTP requests, lookups included; the remaining customers are `NotSent`. |
 * | `until` | never | When this effect ends, nothing more is sent, as at the deadline. |
 * | `onInterrupt` | "abort" | `abort`: calls under way are given up, and their customers are `Unknown`. `finish`: the import waits for calls under way, gives up other waits, and sends nothing more; the interruption then takes as long as a call. |
 */
export interface ListOptions extends ValidationOptions, BatchLimits, RunOptions {
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
 * Sends a list as what `rowsTo` makes of its rows, in a span of this name.
 *
 * @throws {RangeError} If an option is invalid.
 * @throws {TypeError} If `customers` is not an array whose length can be read.
 */
export const sendList = <Row extends Customer | CustomerUpdate>(
  span: string,
  rowsTo: RowsTo<Row, Batch>,
  customers: ReadonlyArray<unknown>,
  options: ListOptions,
): Effect.Effect<Report, BatchError, BatchCall> => {
  checkInteger("concurrency", options.concurrency ?? 4);
  checkValidationOptions(options);
  const limits = checkBatchLimits(options);
  const runOptions = checkRunOptions(options);
  countRows(customers);
  return useSpan(
    span,
    () => ({ attributes: { "thulium.feed": "list" } }),
    (span) => below(span, sendAll(customers, { limits, options, rowsTo, runOptions, span })),
  );
};

interface Settings<Row extends Customer | CustomerUpdate> {
  readonly limits: CheckedBatchLimits;
  readonly options: ListOptions;
  readonly rowsTo: RowsTo<Row, Batch>;
  readonly runOptions: CheckedRunOptions;
  readonly span: MaybeSpan;
}

const sendAll = <Row extends Customer | CustomerUpdate>(
  customers: ReadonlyArray<unknown>,
  { limits, options, rowsTo, runOptions, span }: Settings<Row>,
): Effect.Effect<Report, BatchError, BatchCall> =>
  Effect.flatMap(BatchCall, ({ send }) =>
    withRun(runOptions, (run) => {
      const { concurrency = 4, onEnd, onProgress } = options;
      const work = new Work(copyRows(customers), { limits, options, rowsTo, run, send });
      const sent = work.sendAll(concurrency, notifier(work.ledger, onProgress));
      return Effect.uninterruptibleMask((restore) =>
        Effect.flatMap(Effect.exit(restore(sent)), (exit) =>
          Effect.withFiber((fiber) => {
            const report = work.report();
            describeImport(span, report, run.stoppedBy);
            countCustomers(report, fiber);
            const end = Exit.isSuccess(exit) ? verdict(work, report) : Effect.failCause(exit.cause);
            return onEnd === undefined ? end : Effect.andThen(harmless(() => onEnd(report)), end);
          }))
      );
    }));

/** Fails only if no customer was or may have been created or changed, and Thulium rejected none (law 3). */
const verdict = <Row extends Customer | CustomerUpdate>(
  { failure, run }: Work<Row>,
  report: Report,
): Effect.Effect<Report, BatchError> => {
  const why = run.stoppedBy ?? failure;
  const isHarmless = report.created + report.updated + report.unchanged + report.unknown === 0 &&
    !report.outcomes.some((outcome) => outcome._tag === "Rejected" && outcome.by === "thulium");
  return why !== undefined && isHarmless ? Effect.fail(why) : Effect.succeed(report);
};
