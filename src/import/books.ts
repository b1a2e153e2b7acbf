/**
 * Keeps the books of one streaming import: which rows were read, which are being sent, and which were given
 * out. So every row has exactly one outcome, however the import ends. The books hold only the rows that are
 * under way.
 *
 * @module
 */
import { monotonicMillisOf } from "../internal/monotonic.ts";
import * as Arr from "effect/Array";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import type { LastRequest } from "../call/last_request.ts";
import type { ImportRun } from "../call/run.ts";
import type { Send } from "../call/send.ts";
import { notSentAfter, settle } from "../call/settle.ts";
import type { MaybeSpan } from "../call/span.ts";
import { countCustomers, describeImport } from "../call/telemetry.ts";
import type { Outcome } from "../outcome/model.ts";
import { addCounts, countKey, noCounts, type OutcomeCounts } from "../outcome/report.ts";
import { byIndex, Entry, type ImportedCustomer } from "./entry.ts";
import { harmless } from "./listener.ts";
import type { ProgressTarget } from "./progress.ts";
import type { Unit } from "./unit.ts";

/** Groups rows into units, whatever becomes of them. */
export interface RowUnits {
  readonly nextIndex: number;
  readonly add: (row: unknown) => ReadonlyArray<Unit>;
  readonly flush: () => ReadonlyArray<Unit>;
}

/** What the books report while the import runs, and at its end. */
export interface BooksOptions {
  readonly progress?: ProgressTarget | undefined;
  /** The import's span, if somebody collects spans. */
  readonly span?: MaybeSpan;
  /** With `fail` the caller gets an error, so that no warning is needed. */
  readonly whenRefused?: "report" | "fail" | undefined;
  readonly onLeftOver?:
    | ((customers: ReadonlyArray<ImportedCustomer>) => Effect.Effect<void>)
    | undefined;
}

/** The books of one import. */
export class Books {
  readonly #entries = new Set<Entry>();
  readonly #maker: RowUnits;
  readonly #send: Send;
  readonly #run: ImportRun;
  readonly #started: number;
  readonly #options: BooksOptions;
  /** No row from this index on was sent. */
  #notSentFrom: number;
  #isClosed = false;
  #counts: OutcomeCounts = noCounts;

  /** Opens the books at a time of the monotonic clock, in milliseconds. */
  constructor(
    maker: RowUnits,
    send: Send,
    run: ImportRun,
    started: number,
    options: BooksOptions,
  ) {
    this.#maker = maker;
    this.#send = send;
    this.#run = run;
    this.#started = started;
    this.#options = options;
    this.#notSentFrom = maker.nextIndex;
  }

  /** Enters units that were read. */
  enter(units: ReadonlyArray<Unit>): ReadonlyArray<Entry> {
    const entries = units.map((unit) => new Entry(unit));
    for (const entry of entries) this.#entries.add(entry);
    return entries;
  }

  /** Sends a unit's customers, unless the import has stopped, and enters the outcomes of its rows. */
  work(entry: Entry): Effect.Effect<Entry> {
    return Effect.suspend(() => {
      const unit = entry.waiting;
      // Once the books are closed, the rows were handed over and the stream that asks is ending.
      if (this.#isClosed || unit === undefined) return Effect.never;
      const { batch } = unit;
      const { stoppedBy } = this.#run;
      if (batch === undefined) return this.#settle(entry, unit, []);
      if (stoppedBy !== undefined) {
        const outcome = notSentAfter(stoppedBy);
        return this.#settle(entry, unit, batch.items.map(() => outcome));
      }
      const last: LastRequest = {};
      entry.send(unit, last);
      const call = settle(Effect.suspend(() => this.#send(batch)), batch, last);
      return this.#run.call(
        Effect.flatMap(call, ({ outcomes }) => this.#settle(entry, unit, outcomes)),
      );
    });
  }

  /** Gives out all rows of a settled unit. */
  giveOut(entry: Entry): Arr.NonEmptyReadonlyArray<ImportedCustomer> {
    const rows = entry.rowsLeft();
    this.#remove(entry);
    if (!Arr.isReadonlyArrayNonEmpty(rows)) throw new Error("rows of a unit were given out twice");
    return rows;
  }

  /** Gives out the next row of a settled unit, if there is one left. */
  giveOutNext(entry: Entry): ImportedCustomer | undefined {
    const row = entry.nextRow();
    if (entry.isGivenOut) this.#remove(entry);
    return row;
  }

  #remove(entry: Entry): void {
    this.#entries.delete(entry);
    entry.empty();
  }

  /** Closes the books, and hands over the rows that were not given out. */
  close(wasInterrupted: boolean): Effect.Effect<void> {
    return Effect.suspend(() => {
      this.#isClosed = true;
      return Effect.ensuring(this.#settleRest(wasInterrupted), this.#describe);
    });
  }

  #settleRest(wasInterrupted: boolean): Effect.Effect<void> {
    return Effect.suspend(() => {
      this.enter(this.#maker.flush());
      const left = [...this.#entries];
      this.#entries.clear();
      if (left.length === 0 && !wasInterrupted && this.#run.stoppedBy === undefined) {
        return Effect.void;
      }
      const uncounted = left.filter(({ isCounted }) => !isCounted);
      const counted = this.#count(uncounted.flatMap((entry) => entry.rowsLeft()));
      return left.length === 0 ? counted : Effect.andThen(counted, this.#handOver(left));
    });
  }

  readonly #describe: Effect.Effect<void> = Effect.suspend(() => {
    const { stoppedBy } = this.#run;
    const { span, whenRefused } = this.#options;
    describeImport(span, this.#counts, stoppedBy);
    if (stoppedBy?._tag !== "AuthError" || whenRefused === "fail") return Effect.void;
    const { notSent } = this.#counts;
    return Effect.annotateLogs(Effect.logWarning(stoppedBy.message), { not_sent: notSent });
  });

  #handOver(entries: ReadonlyArray<Entry>): Effect.Effect<void> {
    const rows = entries.flatMap((entry) => entry.rowsLeft()).sort(byIndex);
    return harmless(() => this.#options.onLeftOver?.(rows));
  }

  #settle(entry: Entry, unit: Unit, outcomes: ReadonlyArray<Outcome>): Effect.Effect<Entry> {
    return Effect.map(this.#count(entry.settle(unit, outcomes)), () => {
      entry.count();
      return entry;
    });
  }

  /** Counts rows whose outcomes are now known. */
  #count(rows: ReadonlyArray<ImportedCustomer>): Effect.Effect<void> {
    return Effect.withFiber((fiber) => {
      const counts = { ...noCounts };
      for (const row of rows) {
        counts[countKey(row.outcome)]++;
        if (wasSent(row)) this.#notSentFrom = Math.max(this.#notSentFrom, row.index + 1);
      }
      this.#counts = addCounts(this.#counts, counts);
      countCustomers(counts, fiber);
      const { progress } = this.#options;
      if (progress === undefined) return Effect.void;
      const elapsed = monotonicMillisOf(fiber.getRef(Clock.Clock)) - this.#started;
      const isOver = this.#isClosed || this.#run.stoppedBy !== undefined;
      const resumeAt = isOver ? this.#notSentFrom : undefined;
      return harmless(() => progress.advance(counts, elapsed, resumeAt));
    });
  }
}

/** Whether the customer was sent, now or by another run. */
const wasSent = ({ outcome }: ImportedCustomer): boolean =>
  outcome._tag === "Rejected" ? outcome.by === "thulium" : outcome._tag !== "NotSent";
