/**
 * Keeps the outcomes of an import of a list: one per customer, however the import ends. From the moment when
 * a customer is handed to a call until its outcome is known, it counts as `Unknown`; before, as `NotSent`. So
 * the report is true at any time, also after an interruption.
 *
 * @module
 */
import type { Batch } from "../batch/model.ts";
import type { LastRequest } from "../call/last_request.ts";
import { Outcome } from "../outcome/model.ts";
import {
  countKey,
  makeReport,
  noCounts,
  type OutcomeCounts,
  type Report,
} from "../outcome/report.ts";
import { outcomeTexts } from "../outcome/texts.ts";

/** The progress of an import of a list. */
export interface Progress extends OutcomeCounts {
  /** The number of customers. */
  readonly total: number;
  /** The number of customers that have an outcome. */
  readonly done: number;
}

/** The outcomes of one import. */
export class Ledger {
  readonly #outcomes: Array<Outcome | undefined>;
  readonly #inFlight = new Map<Batch, LastRequest>();
  readonly #counts = { ...noCounts };
  #done = 0;

  /** Starts with no outcome for `total` customers. */
  constructor(total: number) {
    this.#outcomes = new Array<Outcome | undefined>(total);
  }

  /** The number of customers. */
  get total(): number {
    return this.#outcomes.length;
  }

  /** Sets the outcome of a customer; the first one counts. */
  settle(index: number, outcome: Outcome): void {
    if (this.#outcomes[index] !== undefined) return;
    this.#outcomes[index] = outcome;
    this.#counts[countKey(outcome)]++;
    this.#done++;
  }

  /** Notes that a batch is being sent, and where the id of its last request will stand. */
  start(batch: Batch, last: LastRequest): void {
    this.#inFlight.set(batch, last);
  }

  /** Sets the outcomes of a batch. */
  finish(batch: Batch, outcomes: ReadonlyArray<Outcome>): void {
    this.#inFlight.delete(batch);
    batch.items.forEach(({ index }, i) => this.settle(index, outcomes[i]));
  }

  /** The progress at this time. */
  progress(): Progress {
    return { total: this.#outcomes.length, done: this.#done, ...this.#counts };
  }

  /** The report at this time. `rest` says why the remaining customers were not sent. */
  report(rest: string): Report {
    const outcomes = this.#outcomes.slice();
    for (const [{ items }, { id }] of this.#inFlight) {
      const inDoubt = Outcome.unknown(outcomeTexts.endedInDoubt, id);
      for (const { index } of items) outcomes[index] = inDoubt;
    }
    const notSent = Outcome.notSent(rest);
    const filled: Array<Outcome> = [];
    for (let i = 0; i < outcomes.length; i++) filled.push(outcomes[i] ?? notSent);
    return makeReport(filled);
  }
}
