/**
 * The streaming import: rows in, outcomes out, in constant memory.
 *
 * Rows are worked on in units: the customers of one batch and the bad rows among them. At most
 * `concurrency` units are under way, and the source is not asked for more before one of them is done, so
 * nothing grows with the number of rows.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import type * as Cause from "effect/Cause";
import * as Result from "effect/Result";
import * as Stream from "effect/Stream";
import * as SubscriptionRef from "effect/SubscriptionRef";
import { AuthStop, CurrentAuthStop } from "./auth_stop.ts";
import {
  type Batch,
  type BatchLimits,
  checkBatchLimits,
  type CheckedBatchLimits,
  Packer,
} from "./batch.ts";
import { BatchCall, type Send } from "./batch_call.ts";
import { checkChoice, checkDuration, checkInteger } from "./check_option.ts";
import { Outcome } from "./outcome.ts";
import { notSentAfterRefusal, settleCall } from "./settle_call.ts";
import { advance, type ImportProgress } from "./import_progress.ts";
import { prepareItem } from "./prepare_item.ts";
import { countCustomers } from "./telemetry.ts";
import { countOutcomes } from "./report.ts";
import { checkValidationOptions, type ValidationOptions } from "./validate_customer.ts";

/** Options of {@linkcode importCustomers}. */
export interface ImportOptions extends ValidationOptions, BatchLimits {
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
  /** Where to show how far the import has come; see `makeImportProgress`. */
  readonly progress?: SubscriptionRef.SubscriptionRef<ImportProgress> | undefined;
  /**
   * After this time no further batch is begun: batches under way, with their retries, are waited for, and
   * the rest of the rows is `NotSent` as the source gives it. The progress says at which row to go on.
   *
   * @default none
   */
  readonly deadline?: Duration.Input | undefined;
  /**
   * Index of the first row, to go on with a part of an import.
   *
   * @default 0
   */
  readonly firstIndex?: number | undefined;
}

/** What became of one row. */
export interface ImportedCustomer {
  /** The row's index, from `firstIndex`. */
  readonly index: number;
  /** Its outcome. */
  readonly outcome: Outcome;
}

/** Rows that are worked on together: customers to send, and those that are decided already. */
interface Unit {
  readonly batch: Batch | undefined;
  readonly decided: ReadonlyArray<ImportedCustomer>;
}

/**
 * Imports a stream of customers, or of rows from outside. Every row gets exactly one outcome.
 *
 * The stream fails only if its source does, after the outcomes of all rows before. Failed calls are
 * outcomes (`NotSent`, `Unknown`); after a 401 or 403 nothing more is sent and the rest is `NotSent`.
 * When the stream is interrupted, the rows that were read and not given out are in doubt: a `Journal`
 * tells them from the others.
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
  const { concurrency = 4, firstIndex = 0, order = "input" } = options;
  checkInteger("concurrency", concurrency);
  checkInteger("firstIndex", firstIndex, 0);
  checkChoice("order", order, ["input", "completion"]);
  checkValidationOptions(options);
  const limits = checkBatchLimits(options);
  const deadlineMillis = options.deadline === undefined
    ? Infinity
    : Duration.toMillis(checkDuration("deadline", options.deadline));

  return Stream.unwrap(Effect.gen(function* () {
    const { send } = yield* BatchCall;
    const started = yield* Clock.currentTimeMillis;
    const run: Run = {
      send,
      stop: new AuthStop(),
      started,
      deadline: started + deadlineMillis,
      progress: options.progress,
    };
    let failure: Cause.Cause<E> | undefined;
    return source.pipe(
      Stream.catchCause((cause) => {
        failure = cause;
        return Stream.empty;
      }),
      Stream.mapAccumArray(
        () => new UnitMaker(firstIndex, limits, options),
        (maker, rows) => [maker, rows.flatMap((row) => maker.add(row))],
        { onHalt: (maker) => maker.flush() },
      ),
      Stream.rechunk(1),
      Stream.mapEffect((unit) => work(run, unit), {
        concurrency,
        unordered: order === "completion",
      }),
      Stream.flatMap((customers) => Stream.fromIterable(customers)),
      Stream.concat(
        Stream.suspend(() => failure === undefined ? Stream.empty : Stream.failCause(failure)),
      ),
    );
  }));
};

/** Makes units of rows. */
class UnitMaker {
  readonly #limits: CheckedBatchLimits;
  readonly #options: ValidationOptions;
  readonly #packer: Packer;
  #decided: Array<ImportedCustomer> = [];
  #index: number;

  constructor(firstIndex: number, limits: CheckedBatchLimits, options: ValidationOptions) {
    this.#index = firstIndex;
    this.#limits = limits;
    this.#options = options;
    this.#packer = new Packer(limits);
  }

  /** Takes a row; gives the unit that it closed, if it did. */
  add(row: unknown): ReadonlyArray<Unit> {
    const index = this.#index++;
    const item = prepareItem(index, row, this.#limits, this.#options);
    if (Result.isSuccess(item)) {
      const batch = this.#packer.add(item.success);
      return batch === undefined ? [] : [this.#close(batch)];
    }
    this.#decided.push({ index, outcome: item.failure });
    return this.#decided.length < this.#limits.maxCustomers ? [] : this.flush();
  }

  /** Gives what is left. */
  flush(): ReadonlyArray<Unit> {
    const batch = this.#packer.flush();
    return batch === undefined && this.#decided.length === 0 ? [] : [this.#close(batch)];
  }

  #close(batch: Batch | undefined): Unit {
    const unit = { batch, decided: this.#decided };
    this.#decided = [];
    return unit;
  }
}

/** What the units of one import share. */
interface Run {
  readonly send: Send;
  readonly stop: AuthStop;
  readonly started: number;
  /** Milliseconds of the clock after which nothing is sent. */
  readonly deadline: number;
  readonly progress: SubscriptionRef.SubscriptionRef<ImportProgress> | undefined;
}

const outOfTime = Outcome.notSent("not sent, because the import's time was over");

/** Sends a unit's customers and gives the outcomes of all of its rows, in order. */
const work = Effect.fnUntraced(function* (run: Run, { batch, decided }: Unit) {
  const isLate = (yield* Clock.currentTimeMillis) >= run.deadline;
  const outcomes = yield* outcomesOf(run, batch, isLate);
  const sent = batch?.items.map(({ index }, i) => ({ index, outcome: outcomes[i] })) ?? [];
  const customers = [...decided, ...sent].sort((one, other) => one.index - other.index);
  const counts = countOutcomes(customers.map(({ outcome }) => outcome));
  yield* countCustomers(counts);
  if (run.progress !== undefined) {
    const elapsed = (yield* Clock.currentTimeMillis) - run.started;
    const resumeAt = isLate ? batch?.items[0].index : undefined;
    yield* SubscriptionRef.update(run.progress, (now) => advance(now, counts, elapsed, resumeAt));
  }
  return customers;
});

const outcomesOf = (
  run: Run,
  batch: Batch | undefined,
  isLate: boolean,
): Effect.Effect<ReadonlyArray<Outcome>> => {
  if (batch === undefined) return Effect.succeed([]);
  const held = run.stop.refusal !== undefined
    ? notSentAfterRefusal
    : isLate
    ? outOfTime
    : undefined;
  if (held !== undefined) return Effect.succeed(batch.items.map(() => held));
  return Effect.map(
    Effect.provideService(settleCall(run.send, batch), CurrentAuthStop, run.stop),
    ({ outcomes }) => outcomes,
  );
};
