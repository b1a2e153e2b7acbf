/**
 * Keeps the books of one streaming import: which rows were read, which are on their way, and which have
 * been given out; so that a row has exactly one outcome, however the import ends. Holds no more rows
 * than are under way.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as SubscriptionRef from "effect/SubscriptionRef";
import type { Send } from "./batch_call.ts";
import { advance, type ImportProgress } from "./import_progress.ts";
import type { ImportRun } from "./import_run.ts";
import { Outcome } from "./outcome.ts";
import { countOutcomes } from "./report.ts";
import { notSentAfter, settleCall } from "./settle_call.ts";
import { countCustomers } from "./telemetry.ts";
import type { Unit, UnitMaker } from "./unit_maker.ts";

/** What became of one row. */
export interface ImportedCustomer {
  /** The row's index, from `firstIndex`. */
  readonly index: number;
  /** Its outcome. */
  readonly outcome: Outcome;
}

/** Where the books show what stands in them. */
export interface Display {
  readonly progress?: SubscriptionRef.SubscriptionRef<ImportProgress> | undefined;
  readonly onLeftOver?:
    | ((customers: ReadonlyArray<ImportedCustomer>) => Effect.Effect<void>)
    | undefined;
}

/** A unit is read, then on its way, then answered; then its rows are given out, and leave the books. */
type State = "read" | "on its way" | Answered;

interface Answered {
  /** The rows that are left, in order. */
  readonly rows: ReadonlyArray<ImportedCustomer>;
  /** How many of them were given out. */
  given: number;
  /** Whether they were counted. */
  isShown: boolean;
}

/** The books of one import. */
export class Books {
  readonly #units = new Map<Unit, State>();
  readonly #maker: UnitMaker;
  readonly #send: Send;
  readonly #run: ImportRun;
  readonly #started: number;
  readonly #display: Display;
  /** The first index from which on nothing was sent. */
  #notSentFrom: number;
  #isClosed = false;

  /** Opens the books at a time of the clock. */
  constructor(maker: UnitMaker, send: Send, run: ImportRun, started: number, display: Display) {
    this.#maker = maker;
    this.#send = send;
    this.#run = run;
    this.#started = started;
    this.#display = display;
    this.#notSentFrom = maker.nextIndex;
  }

  /** Enters units that were read. */
  enter(units: ReadonlyArray<Unit>): ReadonlyArray<Unit> {
    for (const unit of units) this.#units.set(unit, "read");
    return units;
  }

  /** Sends a unit's customers, unless the import has stopped, and enters what became of its rows. */
  work(unit: Unit): Effect.Effect<Unit> {
    return Effect.suspend(() => {
      if (this.#isClosed) return Effect.never;
      const { batch } = unit;
      const { stoppedBy } = this.#run;
      if (batch === undefined) return this.#answer(unit, []);
      if (stoppedBy !== undefined) {
        const outcome = notSentAfter(stoppedBy);
        return this.#answer(unit, batch.items.map(() => outcome));
      }
      this.#units.set(unit, "on its way");
      const call = Effect.flatMap(
        settleCall(this.#send, batch),
        ({ outcomes }) => this.#answer(unit, outcomes),
      );
      return this.#run.call(call);
    });
  }

  /** Takes a unit's rows out of the books, to be given out. */
  giveOut(unit: Unit): ReadonlyArray<ImportedCustomer> {
    const rows = rowsOf(unit, this.#units.get(unit) ?? "read");
    this.#units.delete(unit);
    return rows;
  }

  /** Takes a unit's next row out of the books, if there is one left. */
  giveOutNext(unit: Unit): ImportedCustomer | undefined {
    const state = this.#units.get(unit);
    if (state === undefined || typeof state === "string") return undefined;
    const row = state.rows[state.given++];
    if (state.given >= state.rows.length) this.#units.delete(unit);
    return row;
  }

  /** Ends the import: hands over the rows that were not given out. */
  close(wasInterrupted: boolean): Effect.Effect<void> {
    return Effect.suspend(() => {
      this.#isClosed = true;
      this.enter(this.#maker.flush());
      const open = [...this.#units];
      this.#units.clear();
      const isEarly = wasInterrupted || open.length > 0 || this.#run.stoppedBy !== undefined;
      if (!isEarly) return Effect.void;
      const uncounted = open.flatMap(([unit, state]) =>
        typeof state !== "string" && state.isShown ? [] : rowsOf(unit, state)
      );
      const shown = this.#show(uncounted);
      if (open.length === 0) return shown;
      const left = open.flatMap(([unit, state]) => rowsOf(unit, state)).sort(byIndex);
      return Effect.andThen(
        shown,
        Effect.ignoreCause(Effect.suspend(() => this.#display.onLeftOver?.(left) ?? Effect.void)),
      );
    });
  }

  #answer(unit: Unit, outcomes: ReadonlyArray<Outcome>): Effect.Effect<Unit> {
    const answered = { rows: together(unit, outcomes), given: 0, isShown: false };
    this.#units.set(unit, answered);
    return Effect.as(
      Effect.andThen(this.#show(answered.rows), Effect.sync(() => answered.isShown = true)),
      unit,
    );
  }

  /** Counts rows that have their outcome now. */
  readonly #show = Effect.fnUntraced(
    { self: this },
    function* (rows: ReadonlyArray<ImportedCustomer>) {
      const counts = countOutcomes(rows.map(({ outcome }) => outcome));
      for (const row of rows) {
        if (wasSent(row)) this.#notSentFrom = Math.max(this.#notSentFrom, row.index + 1);
      }
      const { progress } = this.#display;
      if (progress !== undefined) {
        const elapsed = (yield* Clock.currentTimeMillis) - this.#started;
        const isOver = this.#isClosed || this.#run.stoppedBy !== undefined;
        const resumeAt = isOver ? this.#notSentFrom : undefined;
        yield* SubscriptionRef.update(progress, (now) => advance(now, counts, elapsed, resumeAt));
      }
      yield* countCustomers(counts);
    },
  );
}

const notBegun = Outcome.notSent("the import ended before this customer was sent");
const cutOff = Outcome.unknown("the import ended before Thulium answered");

/** The rows of a unit with their outcomes, as far as they are known. */
const rowsOf = (unit: Unit, state: State): ReadonlyArray<ImportedCustomer> =>
  typeof state !== "string"
    ? state.rows.slice(state.given)
    : together(unit, unit.batch?.items.map(() => state === "read" ? notBegun : cutOff) ?? []);

const together = (
  { badRows, batch }: Unit,
  outcomes: ReadonlyArray<Outcome>,
): ReadonlyArray<ImportedCustomer> => {
  const sent = batch?.items.map(({ index }, i) => ({ index, outcome: outcomes[i] })) ?? [];
  return badRows.length === 0 ? sent : [...badRows, ...sent].sort(byIndex);
};

const byIndex = (one: ImportedCustomer, other: ImportedCustomer): number => one.index - other.index;

/** Whether Thulium may know of the customer. */
const wasSent = ({ outcome }: ImportedCustomer): boolean =>
  outcome._tag === "Created" || outcome._tag === "Unknown" ||
  outcome._tag === "Rejected" && outcome.by === "thulium";
