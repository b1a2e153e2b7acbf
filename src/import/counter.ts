/**
 * Counts the outcomes of an import that nobody watches. A program that uses it instead of `makeImportProgress`
 * does not bundle what watching needs.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { addCounts, noCounts, type OutcomeCounts } from "../outcome/report.ts";
import type { ProgressTarget } from "./progress.ts";

/** The counts of one import. */
export class Counter implements ProgressTarget {
  #counts = noCounts;

  /** The outcomes so far. */
  get counts(): OutcomeCounts {
    return this.#counts;
  }

  /** Adds outcomes. */
  advance(counts: OutcomeCounts): Effect.Effect<void> {
    return Effect.sync(() => this.#counts = addCounts(this.#counts, counts));
  }
}
