/**
 * Rows whose outcome the journal knows.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import { Outcome } from "../../outcome/model.ts";
import type { Row } from "./doubt.ts";
import type { Reading } from "./reading.ts";

/** Most rows of a list that comes again are as they were. Returns the others. */
export const recall: (
  rows: ReadonlyArray<Row>,
  reading: Reading,
) => Effect.Effect<ReadonlyArray<Row>> = /* @__PURE__ */ Effect.fnUntraced(
  function* (rows, reading) {
    const known = yield* Effect.result(reading.recall(rows.map(({ claim }) => claim)));
    if (Result.isFailure(known)) return rows;
    return rows.filter((row) => {
      const customerId = known.success.get(row.claim.key);
      if (customerId !== undefined) row.outcome = Outcome.unchanged(customerId);
      return customerId === undefined;
    });
  },
);

/**
 * A policy inside, such as `Reconcile`, may have found a customer that another run created meanwhile: that run is the
 * one that says so. `token` is that of this run.
 */
export const ascribe: (
  rows: ReadonlyArray<Row>,
  keys: ReadonlyArray<string>,
  reading: Reading,
  token: string,
) => Effect.Effect<void> = /* @__PURE__ */ Effect.fnUntraced(
  function* (rows, keys, reading, token) {
    const read = yield* Effect.result(reading.read(keys));
    if (Result.isFailure(read)) return;
    for (const row of rows) {
      const entry = read.success.get(row.claim.key);
      if (
        entry?.state === "created" && entry.token !== token &&
        row.outcome?._tag === "Created" && row.outcome.customerId === entry.customerId
      ) {
        row.outcome = Outcome.unchanged(entry.customerId, entry.print !== row.claim.print);
      }
    }
  },
);
