/**
 * Rows of a batch that are one customer.
 *
 * @module
 */
import { Outcome } from "../../outcome/model.ts";
import type { Row } from "./row.ts";
import { keyless, otherContent } from "./refused.ts";
import type { RunKeys } from "./run_keys.ts";

/**
 * Refuses rows of a list that updates customers, where it is not clear what a customer is to be like. Returns the others:
 * they are under way from now on, until `keys.end`.
 */
export const refuseUnclear = (
  rows: ReadonlyArray<Row>,
  keys: RunKeys,
): ReadonlyArray<Row> => {
  const clear: Array<Row> = [];
  keys.begin(clear);
  for (const row of rows) {
    if (row.lookup === undefined) row.outcome = keyless;
    else if (keys.isOther(row)) row.outcome = otherContent;
    else clear.push(row);
  }
  return clear;
};

/** The first row with each key. */
export const firstOfEachKey = (rows: ReadonlyArray<Row>): ReadonlyMap<string, Row> => {
  const first = new Map<string, Row>();
  for (const row of rows) if (!first.has(row.key)) first.set(row.key, row);
  return first;
};

/** Gives a row the outcome of an earlier one with its key, if that one says what became of both. */
export const follow = (row: Row, leader: Row | undefined): boolean => {
  const isEqual = row.content === leader?.content;
  const outcome = leader?.outcome;
  if (outcome?._tag === "Created" || outcome?._tag === "Updated") {
    row.outcome = Outcome.unchanged(outcome.customerId, !isEqual);
  } else if (isEqual || outcome?._tag === "Unknown" || outcome?._tag === "NotSent") {
    row.outcome = outcome;
  }
  return row.outcome !== undefined;
};
