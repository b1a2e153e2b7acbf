/**
 * The outcomes of a whole import, with counts.
 *
 * @module
 */
import type { Outcome } from "./model.ts";

/** How many customers ended with each outcome. */
export interface OutcomeCounts {
  /** Customers that this import created. */
  readonly created: number;
  /** Customers that this import changed. */
  readonly updated: number;
  /** Customers that another run created, as a journal knows. */
  readonly unchanged: number;
  /** Customers that were refused because of their values. */
  readonly rejected: number;
  /** Customers that may or may not have been created or changed. */
  readonly unknown: number;
  /** Customers that were certainly not created or changed and may be sent again. */
  readonly notSent: number;
}

/**
 * The outcomes of a whole import. `created + updated + unchanged + rejected + unknown + notSent = total`, always.
 *
 * @example
 * ```ts
 * import { makeReport, Outcome } from "@thulium-effect/batch-customers";
 *
 * const report = makeReport([
 *   Outcome.created("13"),
 *   Outcome.unknown("Thulium did not answer in time"),
 * ]);
 * // { total: 2, created: 1, updated: 0, unchanged: 0, rejected: 0, unknown: 1, notSent: 0, outcomes: [ … ] }
 * ```
 */
export interface Report extends OutcomeCounts {
  /** How many customers there were. */
  readonly total: number;
  /** What became of each customer: `outcomes[i]` is the outcome of the i-th customer given. */
  readonly outcomes: ReadonlyArray<Outcome>;
}

const keys = {
  Created: "created",
  Updated: "updated",
  Unchanged: "unchanged",
  Rejected: "rejected",
  Unknown: "unknown",
  NotSent: "notSent",
} as const satisfies { readonly [tag in Outcome["_tag"]]: keyof OutcomeCounts };

/** The count to which an outcome adds. */
export const countKey = ({ _tag }: Outcome): keyof OutcomeCounts => keys[_tag];

/** Counts outcomes by kind. */
export const countOutcomes = (outcomes: Iterable<Outcome>): OutcomeCounts => {
  const counts = { ...noCounts };
  for (const outcome of outcomes) counts[countKey(outcome)]++;
  return counts;
};

/** Nothing was counted yet. */
export const noCounts: OutcomeCounts = {
  created: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  unknown: 0,
  notSent: 0,
};

/** The sums of two counts. */
export const addCounts = (one: OutcomeCounts, other: OutcomeCounts): OutcomeCounts => ({
  created: one.created + other.created,
  updated: one.updated + other.updated,
  unchanged: one.unchanged + other.unchanged,
  rejected: one.rejected + other.rejected,
  unknown: one.unknown + other.unknown,
  notSent: one.notSent + other.notSent,
});

/** The number of customers that were counted. */
export const totalOf = (
  { created, notSent, rejected, unchanged, unknown, updated }: OutcomeCounts,
): number => created + updated + unchanged + rejected + unknown + notSent;

/** The counts as they are written in metrics, logs and answers. */
export const namedCounts = (
  { created, notSent, rejected, unchanged, unknown, updated }: OutcomeCounts,
) => ({
  created,
  updated,
  unchanged,
  rejected,
  unknown,
  not_sent: notSent,
});

/** Makes a {@linkcode Report} from the outcomes, in the order of the input. */
export const makeReport = (outcomes: ReadonlyArray<Outcome>): Report => ({
  total: outcomes.length,
  ...countOutcomes(outcomes),
  outcomes,
});
