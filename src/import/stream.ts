/**
 * The streaming import: rows in, outcomes out, in constant memory.
 *
 * Rows are worked on in units: the customers of one batch and the bad rows among them. At most
 * `concurrency` units are under way, and the source is not asked for more before one of them is done, so
 * nothing grows with the number of rows.
 *
 * @module
 */
import * as Arr from "effect/Array";
import * as Cause from "effect/Cause";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import { identity } from "effect/Function";
import * as Stream from "effect/Stream";
import type * as SubscriptionRef from "effect/SubscriptionRef";
import { type BatchLimits, checkBatchLimits } from "../batch/limits.ts";
import { BatchCall } from "../call/service.ts";
import { checkChoice, checkInteger } from "../internal/check_option.ts";
import { Books, type Entry, type ImportedCustomer } from "./books.ts";
import type { ImportProgress } from "./progress.ts";
import { checkRunOptions, type RunOptions, startRun } from "../call/run.ts";
import { UnitMaker } from "./unit.ts";
import { checkValidationOptions, type ValidationOptions } from "../customer/validate.ts";

/** Options of {@linkcode importCustomers}. */
export interface ImportOptions extends ValidationOptions, BatchLimits, RunOptions {
  /**
   * Most batches on their way at the same time.
   *
   * @default 4
   */
  readonly concurrency?: number | undefined;
  /**
   * `input`: outcomes come in the order of the rows. `completion`: as they come, which keeps nothing
   * waiting behind a slow batch.
   *
   * @default "input"
   */
  readonly order?: "input" | "completion" | undefined;
  /**
   * Where to show how far the import has come; see `makeImportProgress`.
   *
   * @default nowhere
   */
  readonly progress?: SubscriptionRef.SubscriptionRef<ImportProgress> | undefined;
  /**
   * Index of the first row, to go on with a part of an import.
   *
   * @default 0
   */
  readonly firstIndex?: number | undefined;
  /**
   * When time or calls are used up. `stop`: the source is read no further. `drain`: the rest of its rows
   * is read and is `NotSent`, for callers who want a word on each.
   *
   * @default "stop"
   */
  readonly whenOver?: "stop" | "drain" | undefined;
  /**
   * Is run if the import ends before all outcomes were given out, because it was interrupted or nobody
   * takes any more: with the rows that were read and not given out. Of those, the ones on their way are
   * `Unknown`, and the ones not sent yet `NotSent`. With it, outcomes are given out one by one, which takes
   * a little longer.
   *
   * @default nothing is run
   */
  readonly onLeftOver?:
    | ((customers: ReadonlyArray<ImportedCustomer>) => Effect.Effect<void>)
    | undefined;
}

/**
 * Imports a stream of customers, or of rows from outside. Every row gets exactly one outcome.
 *
 * The stream fails only if its source does, after the outcomes of all rows before. Failed calls are
 * outcomes (`NotSent`, `Unknown`); after a 401 or 403 nothing more is sent and the rest is `NotSent`. When
 * its time or calls are used up, the progress says at which row to go on. What an interrupted import had
 * read goes to `onLeftOver`.
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
 *   Effect.provide(standardPolicies().pipe(Layer.provide(BatchCall.layerConfig()))),
 * );
 * ```
 */
export const importCustomers = <E, R>(
  source: Stream.Stream<unknown, E, R>,
  options: ImportOptions = {},
): Stream.Stream<ImportedCustomer, E, R | BatchCall> => {
  const { concurrency = 4, firstIndex = 0, order = "input", whenOver = "stop" } = options;
  checkInteger("concurrency", concurrency);
  checkInteger("firstIndex", firstIndex, 0);
  checkChoice("order", order, ["input", "completion"]);
  checkChoice("whenOver", whenOver, ["stop", "drain"]);
  checkValidationOptions(options);
  const limits = checkBatchLimits(options);
  const runOptions = checkRunOptions(options);

  return Stream.unwrap(Effect.gen(function* () {
    const { send } = yield* BatchCall;
    const started = yield* Clock.currentTimeMillis;
    const run = yield* startRun(runOptions);
    const maker = new UnitMaker(firstIndex, limits, options);
    const books = new Books(maker, send, run, started, options);
    let failure: Cause.Cause<E> | undefined;
    return source.pipe(
      whenOver === "stop" ? Stream.interruptWhen(run.spent) : identity,
      Stream.catchCause((cause) => {
        failure = cause;
        return Stream.empty;
      }),
      Stream.mapAccumArray(
        () => maker,
        (maker, rows) => [maker, books.enter(rows.flatMap((row) => maker.add(row)))],
        { onHalt: (maker) => books.enter(maker.flush()) },
      ),
      Stream.rechunk(1),
      Stream.mapEffect((entry) => books.work(entry), {
        concurrency,
        unordered: order === "completion",
      }),
      options.onLeftOver === undefined
        ? Stream.mapArray(Arr.flatMap((entry) => books.giveOut(entry)))
        : Stream.flatMap((entry) => oneByOne(books, entry)),
      Stream.concat(
        Stream.suspend(() => failure === undefined ? Stream.empty : Stream.failCause(failure)),
      ),
      Stream.onExit((exit) => books.close(Exit.isFailure(exit) && Cause.hasInterrupts(exit.cause))),
    );
  }));
};

/** Gives rows out as they are asked for: those that nobody asks for stay in the books, for `onLeftOver`. */
const oneByOne = (books: Books, entry: Entry): Stream.Stream<ImportedCustomer> =>
  Stream.fromPull(Effect.succeed(Effect.suspend(() => {
    const row = books.giveOutNext(entry);
    return row === undefined ? Cause.done() : Effect.succeed([row] as const);
  })));
