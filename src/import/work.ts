/**
 * The work of one import of a list: workers take batch after batch and settle their customers in the ledger.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import type { CheckedBatchLimits } from "../batch/limits.ts";
import type { Batch } from "../batch/model.ts";
import { packBatches, pause } from "../batch/pack.ts";
import type { RowsTo } from "../batch/operation.ts";
import type { Customer } from "../customer/model.ts";
import type { CustomerUpdate } from "../customer/update.ts";
import type { LastRequest } from "../call/last_request.ts";
import type { ImportRun } from "../call/run.ts";
import type { Send } from "../call/send.ts";
import { notSentAfter, settle } from "../call/settle.ts";
import type { ValidationOptions } from "../customer/validate.ts";
import type { BatchError } from "../outcome/error.ts";
import type { Rejected } from "../outcome/model.ts";
import type { Report } from "../outcome/report.ts";
import { Ledger } from "./ledger.ts";
import { outcomeTexts } from "../outcome/texts.ts";

/** What the workers of one import share. */
export class Work<Row extends Customer | CustomerUpdate> {
  readonly ledger: Ledger;
  readonly run: ImportRun;
  /** The last failure of a call. */
  failure: BatchError | undefined;
  #batches: Generator<Batch | typeof pause, void>;
  readonly #send: Send;

  /** Prepares nothing yet: customers are validated and encoded as workers ask for batches. */
  constructor(
    customers: ReadonlyArray<unknown>,
    { limits, options, rowsTo, run, send }: {
      readonly limits: CheckedBatchLimits;
      readonly options: ValidationOptions;
      readonly rowsTo: RowsTo<Row, Batch>;
      readonly run: ImportRun;
      readonly send: Send;
    },
  ) {
    this.ledger = new Ledger(customers.length);
    this.run = run;
    this.#send = send;
    const items = validItems(
      customers,
      this.ledger,
      (index, row) => rowsTo.prepare(index, row, limits, options),
    );
    this.#batches = packBatches(items, limits, rowsTo.makeBatch);
  }

  /**
   * Sends all batches, as many as `concurrency` at a time, and runs `notify` after each. After a stop the customers that were
   * not sent are settled.
   */
  sendAll(concurrency: number, notify: Effect.Effect<void>): Effect.Effect<void> {
    return Effect.suspend(() => {
      const worker = this.#sendInTurn(notify);
      const workers = concurrency > 1 && this.#isSplit()
        ? Math.min(concurrency, this.ledger.total)
        : 1;
      const all = workers === 1
        ? worker
        : Effect.all(Array.from({ length: workers }, () => worker), {
          concurrency: "unbounded",
          discard: true,
        });
      return Effect.andThen(
        all,
        Effect.suspend(() =>
          this.run.stoppedBy === undefined ? notify : Effect.andThen(this.#settleRest(), notify)
        ),
      );
    });
  }

  /** Whether there are several batches. A fiber per worker costs more than the rest of a small import. */
  #isSplit(): boolean {
    const batches = this.#batches;
    const ahead: Array<Batch | typeof pause> = [batches.next(), batches.next()]
      .flatMap(({ done, value }) => done === true ? [] : [value]);
    this.#batches = chain<Batch | typeof pause>(ahead, batches);
    return ahead.length > 1;
  }

  /** Sends batch after batch, until there are none or the import stops. */
  #sendInTurn(notify: Effect.Effect<void>): Effect.Effect<void> {
    const inTurn: Effect.Effect<void> = Effect.suspend(() => {
      if (this.run.stoppedBy !== undefined) return Effect.void;
      const { done, value } = this.#batches.next();
      if (done) return Effect.void;
      if (value === pause) return Effect.andThen(Effect.yieldNow, inTurn);
      const sent = this.run.call(this.#sendBatch(value));
      return Effect.andThen(sent, Effect.andThen(notify, inTurn));
    });
    return inTurn;
  }

  /** After a stop: settles the customers that were not sent. Invalid ones are still `Rejected`. */
  #settleRest(): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      for (const batch of this.#batches) {
        const { stoppedBy } = this.run;
        if (batch !== pause && stoppedBy !== undefined) {
          const outcome = notSentAfter(stoppedBy);
          for (const { index } of batch.items) this.ledger.settle(index, outcome);
        }
        yield* Effect.yieldNow;
      }
    });
  }

  /** The report at this time. It is true at any time, also after an interruption. */
  report(): Report {
    return this.ledger.report(outcomeTexts.ended);
  }

  #sendBatch(batch: Batch): Effect.Effect<void> {
    return Effect.suspend(() => {
      const last: LastRequest = {};
      this.ledger.start(batch, last);
      const call = settle(Effect.suspend(() => this.#send(batch)), batch, last);
      return Effect.map(call, ({ failure, outcomes }) => {
        this.ledger.finish(batch, outcomes);
        this.failure = failure ?? this.failure;
      });
    });
  }
}

function* chain<A>(ahead: Iterable<A>, rest: Iterable<A>): Generator<A, void> {
  yield* ahead;
  yield* rest;
}

/** After this many invalid rows in sequence, the import yields to other fibers. */
const rowsPerPause = 1000;

/** The valid customers, prepared on demand. Invalid ones are settled at once. */
function* validItems<Item>(
  customers: ReadonlyArray<unknown>,
  ledger: Ledger,
  prepare: (index: number, row: unknown) => Result.Result<Item, Rejected>,
): Generator<Item | typeof pause> {
  let invalid = 0;
  for (const [index, input] of customers.entries()) {
    const item = prepare(index, input);
    if (Result.isSuccess(item)) {
      invalid = 0;
      yield item.success;
    } else {
      ledger.settle(index, item.failure);
      if (++invalid % rowsPerPause === 0) yield pause;
    }
  }
}
