/**
 * Rows of a batch that are one customer.
 *
 * @module
 */
import { Outcome } from "../../outcome/model.ts";
import type { Row } from "./doubt.ts";
import { keyless, otherContent } from "./refused.ts";
import type { RunKeys } from "./run_keys.ts";

/** Refuses rows of a list that updates customers, where it is not clear what a customer is to be like. */
export const refuseUnclear = (rows: ReadonlyArray<Row>, keys: RunKeys): void => {
  for (const row of rows) {
    const { claim: { key, print }, lookup } = row;
    if (lookup === undefined) row.outcome = keyless;
    else if (keys.isOther(key, print)) row.outcome = otherContent;
  }
};

/** The first row with each key. */
export const firstOfEachKey = (rows: ReadonlyArray<Row>): ReadonlyMap<string, Row> => {
  const first = new Map<string, Row>();
  for (const row of rows) if (!first.has(row.claim.key)) first.set(row.claim.key, row);
  return first;
};

/** Gives a row the outcome of an earlier one with its key, if that one says what became of both. */
export const follow = (row: Row, leader: Row | undefined): boolean => {
  const isEqual = row.claim.print === leader?.claim.print;
  const outcome = leader?.outcome;
  if (outcome?._tag === "Created" || outcome?._tag === "Updated") {
    row.outcome = Outcome.unchanged(outcome.customerId, !isEqual);
  } else if (isEqual || outcome?._tag === "Unknown" || outcome?._tag === "NotSent") {
    row.outcome = outcome;
  }
  return row.outcome !== undefined;
};
