/**
 * Keeps the books of one import: one outcome per customer, however the run ends. A customer that was
 * given to a call is `Unknown` from that moment until its outcome is known, and one that was given to
 * none is `NotSent`; so the report is true at any time, interruption included.
 *
 * @module
 */
import type { Batch } from "../batch/model.ts";
import { Outcome } from "../outcome/model.ts";
import { countKey, makeReport, type OutcomeCounts, type Report } from "../outcome/report.ts";

/** How far an import has come. */
export interface Progress extends OutcomeCounts {
  /** How many customers there are. */
  readonly total: number;
  /** How many of them have their outcome. */
  readonly done: number;
}

/** The books of one import of `total` customers. */
export class Ledger {
  readonly #outcomes: Array<Outcome | undefined>;
  readonly #inFlight = new Set<Batch>();
  readonly #counts = { created: 0, rejected: 0, unknown: 0, notSent: 0 };
  #done = 0;

  /** Opens the books: nothing is known yet. */
  constructor(total: number) {
    this.#outcomes = new Array<Outcome | undefined>(total);
  }

  /** Settles one customer, once. */
  settle(index: number, outcome: Outcome): void {
    if (this.#outcomes[index] !== undefined) return;
    this.#outcomes[index] = outcome;
    this.#counts[countKey(outcome)]++;
    this.#done++;
  }

  /** Notes that a batch is on its way. */
  start(batch: Batch): void {
    this.#inFlight.add(batch);
  }

  /** Settles a batch. */
  finish(batch: Batch, outcomes: ReadonlyArray<Outcome>): void {
    this.#inFlight.delete(batch);
    batch.items.forEach(({ index }, i) => this.settle(index, outcomes[i]));
  }

  /** How far the import has come. */
  progress(): Progress {
    return { total: this.#outcomes.length, done: this.#done, ...this.#counts };
  }

  /** What is known so far, as a report; `rest` words why the other customers were not sent. */
  report(rest: string): Report {
    const outcomes = this.#outcomes.slice();
    for (const { items } of this.#inFlight) {
      for (const { index } of items) {
        outcomes[index] = Outcome.unknown("the import ended before Thulium answered");
      }
    }
    return makeReport(Array.from(outcomes, (outcome) => outcome ?? Outcome.notSent(rest)));
  }
}
