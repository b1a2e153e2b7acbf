/**
 * The streaming import: rows in, outcomes out, in constant memory.
 *
 * Rows are worked on in units: the customers of one batch and the bad rows between them. At most
 * `concurrency` units are under way, and the source is read further only when one of them is done, so that
 * nothing grows with the number of rows.
 *
 * @module
 */
import { monotonicMillis } from "../internal/monotonic.ts";
import * as Arr from "effect/Array";
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Stream from "effect/Stream";
import { type BatchLimits, checkBatchLimits } from "../batch/limits.ts";
import { checkRunOptions, type ImportRun, type RunOptions, startRun } from "../call/run.ts";
import { BareBatchCall } from "../call/bare.ts";
import type { BatchCall } from "../call/service.ts";
import { below, scopedSpan } from "../call/span.ts";
import { checkValidationOptions } from "../customer/validate.ts";
import { checkChoice, checkInteger } from "../internal/check_option.ts";
import type { AuthError } from "../outcome/error.ts";
import { toAdd, toUpdate } from "../batch/operation.ts";
import type { Operation } from "../outcome/delivery.ts";
import { Books, type RowUnits } from "./books.ts";
import type { Entry, ImportedCustomer } from "./entry.ts";
import type { ProgressTarget } from "./progress.ts";
import { copyRows } from "./rows.ts";
import { type CheckOptions, UnitMaker } from "./unit.ts";

/**
 * Options of {@linkcode importCustomers}.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `profile` | "contract" | `contract`: the rules of the vendor's page and no more. `strict`: also NIP and PESEL checksums, e-mail addresses, Polish postcodes and ISO dates. |
 * | `unknownFields` | "refuse" | What happens to a field that the contract does not know. |
 * | `nulls` | "refuse" | What happens to a field that is `null`. |
 * | `check` | no further check | A further check of each valid customer, in the order of the rows. |
 * | `maxCustomers` | 100 | Maximum number of customers in a batch. |
 * | `maxBytes` | 1_048_576 | Maximum length of a request's body, in bytes. |
 * | `deadline` | none | After this time nothing more is sent. |
 * | `maxCalls` | none | Maximum number of HTTP requests, lookups included; the remaining customers are `NotSent`. |
 * | `until` | never | When this effect ends, nothing more is sent, as at the deadline. |
 * | `onInterrupt` | "abort" | `abort`: calls under way are given up, and their customers are `Unknown`. `finish`: the import waits for calls under way, gives up other waits, and sends nothing more; the interruption then takes as long as a call. |
 */
export interface ImportOptions extends CheckOptions, BatchLimits, RunOptions {
  /**
   * `add`: the rows are customers to add. `update`: they are updates (`CustomerUpdate`) of customers that exist. Batches
   * are sent at the same time, so name each customer once in a stream of updates.
   *
   * @default "add"
   */
  readonly operation?: Operation | undefined;
  /**
   * Maximum number of batches that are sent at the same time.
   *
   * @default 4
   */
  readonly concurrency?: number | undefined;
  /**
   * `input`: outcomes come in the order of the rows. `completion`: outcomes come as soon as they are
   * known, so that none waits for a slower batch.
   *
   * @default "input"
   */
  readonly order?: "input" | "completion" | undefined;
  /**
   * The value in which the import shows its progress; see `makeImportProgress`.
   *
   * @default nowhere
   */
  readonly progress?: ProgressTarget | undefined;
  /**
   * Index of the first row, to resume an import at a later row.
   *
   * @default 0
   */
  readonly firstIndex?: number | undefined;
  /**
   * What happens when the import's time or number of calls is used up. `stop`: the source is not read any
   * further. `drain`: the remaining rows are read and are `NotSent`, for callers who want an outcome for
   * each row.
   *
   * @default "stop"
   */
  readonly whenOver?: "stop" | "drain" | undefined;
  /**
   * What happens when Thulium refuses the user (401, 403). Nothing more is sent in either case. `report`:
   * the remaining rows are `NotSent`, and a warning is logged. `fail`: the source is not read any further, and after the outcomes of
   * the rows that were read the stream fails with the `AuthError`.
   *
   * @default "report"
   */
  readonly whenRefused?: "report" | "fail" | undefined;
  /**
   * Runs if the import ends before all outcomes were given out, because it was interrupted or its consumer
   * takes no more. It gets the rows that were read and not given out: rows that were being sent are
   * `Unknown`, and rows that were not sent yet are `NotSent`. With this option outcomes are given out one by
   * one, which takes a little longer.
   *
   * @default nothing runs
   */
  readonly onLeftOver?:
    | ((customers: ReadonlyArray<ImportedCustomer>) => Effect.Effect<void>)
    | undefined;
}

/**
 * Imports a stream of customers, or of rows from outside. Every row gets exactly one outcome.
 *
 * Failed calls are outcomes (`NotSent`, `Unknown`). The stream fails only if its source does, after the
 * outcomes of all rows before; and with `whenRefused: "fail"`, with an `AuthError`, when Thulium refuses the user. When time or
 * calls are used up, the progress says at which row to resume. The rows that an interrupted import had read
 * go to `onLeftOver`.
 *
 * @throws {RangeError} If an option is invalid.
 *
 * @example
 * ```ts
 * import { BatchCall, importCustomers, standardPolicies } from "@thulium-effect/batch-customers";
 * import * as Effect from "effect/Effect";
 * import * as Layer from "effect/Layer";
 * import * as Stream from "effect/Stream";
 *
 * const rows = Stream.make({ surname: "Kowalska" }, { surname: "Nowak" });
 * const program = importCustomers(rows).pipe(
 *   Stream.runForEach(({ index, outcome }) => Effect.logInfo(`row ${index}: ${outcome._tag}`)),
 *   Effect.provide(standardPolicies().pipe(Layer.provide(BatchCall.layerEnv()))),
 * );
 * ```
 */
export function importCustomers<E, R, WhenRefused extends ImportOptions["whenRefused"] = "report">(
  source: Stream.Stream<unknown, E, R>,
  options?: ImportOptions & { readonly whenRefused?: WhenRefused },
): Stream.Stream<
  ImportedCustomer,
  E | ("fail" extends WhenRefused ? AuthError : never),
  R | BatchCall
>;
// One overload and no more: of several, `rows.pipe(importCustomers)` could not infer the types.
export function importCustomers<E, R>(
  source: Stream.Stream<unknown, E, R>,
  options: ImportOptions = {},
): Stream.Stream<ImportedCustomer, E | AuthError, R | BatchCall> {
  const { concurrency = 4, firstIndex = 0, operation = "add", order = "input" } = options;
  checkInteger("concurrency", concurrency);
  checkInteger("firstIndex", firstIndex, 0);
  checkChoice("operation", operation, ["add", "update"]);
  checkChoice("order", order, ["input", "completion"]);
  checkChoice("whenOver", options.whenOver ?? "stop", ["stop", "drain"]);
  checkChoice("whenRefused", options.whenRefused ?? "report", ["report", "fail"]);
  checkValidationOptions(options);
  const limits = checkBatchLimits(options);
  const runOptions = checkRunOptions(options);

  return Stream.unwrap(Effect.gen(function* () {
    const { send } = yield* BareBatchCall;
    const started = yield* monotonicMillis;
    const span = yield* scopedSpan("thulium.import_customers", {
      attributes: { "thulium.feed": "stream" },
    });
    const run = yield* startRun(runOptions);
    const maker: RowUnits = operation === "add"
      ? new UnitMaker(firstIndex, limits, options, toAdd)
      : new UnitMaker(firstIndex, limits, { ...options, check: undefined }, toUpdate);
    const books = new Books(maker, send, run, started, { ...options, span });
    let failure: Cause.Cause<E> | undefined;
    return until(source, run, options).pipe(
      Stream.catchCause((cause) => {
        failure = cause;
        return Stream.empty;
      }),
      Stream.mapAccumArray(
        () => maker,
        (maker, rows) => [maker, books.enter(copyRows(rows).flatMap((row) => maker.add(row)))],
        { onHalt: (maker) => books.enter(maker.flush()) },
      ),
      Stream.rechunk(1),
      Stream.mapEffect((entry) => below(span, books.work(entry)), {
        concurrency,
        unordered: order === "completion",
      }),
      options.onLeftOver === undefined
        ? Stream.mapArray(Arr.flatMap((entry) => books.giveOut(entry)))
        : Stream.flatMap((entry) => oneByOne(books, entry)),
      Stream.concat(Stream.suspend((): Stream.Stream<never, E | AuthError> => {
        if (failure !== undefined) return Stream.failCause(failure);
        const refusal = options.whenRefused === "fail" ? refusalOf(run) : undefined;
        return refusal === undefined ? Stream.empty : Stream.fail(refusal);
      })),
      Stream.onExit((exit) =>
        below(span, books.close(Exit.isFailure(exit) && Cause.hasInterrupts(exit.cause)))
      ),
    );
  }));
}

/** Why Thulium refused the user, if it did. */
const refusalOf = ({ stoppedBy }: ImportRun): AuthError | undefined =>
  stoppedBy?._tag === "AuthError" ? stoppedBy : undefined;

/** The rows of the source, until the import is over and need not read them any more. */
const until = <E, R>(
  source: Stream.Stream<unknown, E, R>,
  run: ImportRun,
  { whenOver = "stop", whenRefused = "report" }: ImportOptions,
): Stream.Stream<unknown, E, R> => {
  const rows = whenOver === "stop" ? Stream.interruptWhen(source, run.spent) : source;
  if (whenRefused === "report") return rows;
  const refused = Effect.andThen(
    run.stopped,
    Effect.suspend(() => refusalOf(run) === undefined ? Effect.never : Effect.void),
  );
  return Stream.interruptWhen(rows, refused);
};

/** Gives rows out on demand. Rows that nobody asks for stay in the books, for `onLeftOver`. */
const oneByOne = (books: Books, entry: Entry): Stream.Stream<ImportedCustomer> =>
  Stream.fromPull(Effect.succeed(Effect.suspend(() => {
    const row = books.giveOutNext(entry);
    return row === undefined ? Cause.done() : Effect.succeed([row] as const);
  })));
