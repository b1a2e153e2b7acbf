/** Whether an import did what it should, and said so. What the sandbox stored is the truth. */
import type { StoredCustomer } from "../../src/sandbox/mod.ts";
import { linesOf } from "./importer.ts";
import { assertEquals } from "../support/assert.ts";

/** Fails unless the customers that `people(count)` makes were created once each. */
export const everybodyOnce = (stored: ReadonlyArray<StoredCustomer>, count: number): void =>
  assertEquals(
    stored.map(({ fields }) => Number(fields.identifier)).sort((one, other) => one - other),
    Array.from({ length: count }, (_, i) => i),
  );

/**
 * Fails unless reports of imports of `people(count)` are true: they name each row in its place, with the id of its
 * customer, and no two say that they created it. Returns how many rows they created.
 */
export const reportsAreTrue = async (
  stored: ReadonlyArray<StoredCustomer>,
  count: number,
  reports: ReadonlyArray<string>,
): Promise<number> => {
  const ids = new Map(
    stored.map(({ customer_id, fields }) => [Number(fields.identifier), customer_id]),
  );
  const expected = Array.from({ length: count }, (_, i) => [i, String(ids.get(i))]);
  const created: Array<number> = [];
  for (const report of reports) {
    const lines = await linesOf(report);
    assertEquals(lines.map(({ customer_id, index }) => [index, customer_id]), expected);
    for (const { index, outcome } of lines) {
      if (outcome === "created") created.push(index);
      else assertEquals(outcome, "unchanged");
    }
  }
  assertEquals(created.length, new Set(created).size, "two reports say that they created a row");
  return created.length;
};
