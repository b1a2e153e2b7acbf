/**
 * Keeps the books of one streaming import: which rows were read, which are on their way, and which have
 * been given out; so that a row has exactly one outcome, however the import ends. Holds no more rows
 * than are under way.
 *
 * What streams and fibers hand on is an {@linkcode Entry}, which is empty once its rows were given out. They
 * must not hold the rows themselves: V8's young collections keep whatever an entry deleted from an old `Set` or
 * `Map` still reaches, and every row of an import would wait for a full collection.
 *
 * @module
 */
import * as Arr from "effect/Array";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as SubscriptionRef from "effect/SubscriptionRef";
import type { Send } from "../call/service.ts";
import { advance, type ImportProgress } from "./progress.ts";
import type { ImportRun } from "../call/run.ts";
import { Outcome } from "../outcome/model.ts";
import { countOutcomes } from "../outcome/report.ts";
import { notSentAfter, settle } from "../call/settle.ts";
import { countCustomers } from "../call/telemetry.ts";
import type { Unit, UnitMaker } from "./unit.ts";

/** What became of one row. */
export interface ImportedCustomer {
  /** The row's index, from `firstIndex`. */
  readonly index: number;
  /** Its outcome. */
  readonly outcome: Outcome;
}

/** What the books tell while the import runs, and at its end. */
export interface BooksOptions {
  readonly progress?: SubscriptionRef.SubscriptionRef<ImportProgress> | undefined;
  readonly onLeftOver?:
    | ((customers: ReadonlyArray<ImportedCustomer>) => Effect.Effect<void>)
    | undefined;
}

/** A unit is read, then on its way, then answered; then its rows are given out. */
type State = Waiting | Answered | undefined;

interface Waiting {
  readonly unit: Unit;
  isOnItsWay: boolean;
}

interface Answered {
  /** The rows that are left, in order. */
  readonly rows: ReadonlyArray<ImportedCustomer>;
  /** How many of them were given out. */
  given: number;
  /** Whether they were counted. */
  isCounted: boolean;
}

/** Where a unit stands in the books. */
export class Entry {
  /** What is known of the unit; nothing any more, once its rows have left the books. */
  state: State;

  /** Enters a unit that was read. */
  constructor(unit: Unit) {
    this.state = { unit, isOnItsWay: false };
  }
}

/** The books of one import. */
export class Books {
  readonly #entries = new Set<Entry>();
  readonly #maker: UnitMaker;
  readonly #send: Send;
  readonly #run: ImportRun;
  readonly #started: number;
  readonly #options: BooksOptions;
  /** The first index from which on nothing was sent. */
  #notSentFrom: number;
  #isClosed = false;

  /** Opens the books at a time of the clock. */
  constructor(
    maker: UnitMaker,
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

  /** Sends a unit's customers, unless the import has stopped, and enters what became of its rows. */
  work(entry: Entry): Effect.Effect<Entry> {
    return Effect.suspend(() => {
      const { state } = entry;
      // Once the books are closed its rows were handed over, and the stream that asks is ending.
      if (this.#isClosed || state === undefined || !("unit" in state)) return Effect.never;
      const { batch } = state.unit;
      const { stoppedBy } = this.#run;
      if (batch === undefined) return this.#answer(entry, state.unit, []);
      if (stoppedBy !== undefined) {
        const outcome = notSentAfter(stoppedBy);
        return this.#answer(entry, state.unit, batch.items.map(() => outcome));
      }
      state.isOnItsWay = true;
      const call = Effect.flatMap(
        settle(Effect.suspend(() => this.#send(batch)), batch),
        ({ outcomes }) => this.#answer(entry, state.unit, outcomes),
      );
      return this.#run.call(call);
    });
  }

  /** Takes the rows of a unit that is answered out of the books, to be given out. */
  giveOut(entry: Entry): Arr.NonEmptyReadonlyArray<ImportedCustomer> {
    const rows = rowsOf(entry.state);
    this.#leave(entry);
    if (!Arr.isReadonlyArrayNonEmpty(rows)) throw new Error("rows of a unit were given out twice");
    return rows;
  }

  /** Takes a unit's next row out of the books, if there is one left. */
  giveOutNext(entry: Entry): ImportedCustomer | undefined {
    const { state } = entry;
    if (state === undefined || "unit" in state) return undefined;
    const row = state.rows[state.given++];
    if (state.given >= state.rows.length) this.#leave(entry);
    return row;
  }

  #leave(entry: Entry): void {
    this.#entries.delete(entry);
    entry.state = undefined;
  }

  /** Ends the import: hands over the rows that were not given out. */
  close(wasInterrupted: boolean): Effect.Effect<void> {
    return Effect.suspend(() => {
      this.#isClosed = true;
      this.enter(this.#maker.flush());
      const open = [...this.#entries].map(({ state }) => state);
      this.#entries.clear();
      const isEarly = wasInterrupted || open.length > 0 || this.#run.stoppedBy !== undefined;
      if (!isEarly) return Effect.void;
      const uncounted = open.filter((state) => !isCounted(state)).flatMap(rowsOf);
      const counted = this.#count(uncounted);
      if (open.length === 0) return counted;
      const left = open.flatMap(rowsOf).sort(byIndex);
      return Effect.andThen(
        counted,
        Effect.ignoreCause(Effect.suspend(() => this.#options.onLeftOver?.(left) ?? Effect.void)),
      );
    });
  }

  #answer(entry: Entry, unit: Unit, outcomes: ReadonlyArray<Outcome>): Effect.Effect<Entry> {
    const answered = { rows: together(unit, outcomes), given: 0, isCounted: false };
    entry.state = answered;
    return Effect.map(this.#count(answered.rows), () => {
      answered.isCounted = true;
      return entry;
    });
  }

  /** Counts rows that have their outcome now. */
  readonly #count = Effect.fnUntraced(
    { self: this },
    function* (rows: ReadonlyArray<ImportedCustomer>) {
      const counts = countOutcomes(rows.map(({ outcome }) => outcome));
      for (const row of rows) {
        if (wasSent(row)) this.#notSentFrom = Math.max(this.#notSentFrom, row.index + 1);
      }
      const { progress } = this.#options;
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

/** The rows of a unit that are still in the books, with their outcomes, as far as they are known. */
const rowsOf = (state: State): ReadonlyArray<ImportedCustomer> => {
  if (state === undefined) return [];
  if ("rows" in state) return state.given === 0 ? state.rows : state.rows.slice(state.given);
  const outcome = state.isOnItsWay ? cutOff : notBegun;
  return together(state.unit, state.unit.batch?.items.map(() => outcome) ?? []);
};

const isCounted = (state: State): boolean =>
  state !== undefined && "rows" in state && state.isCounted;

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
