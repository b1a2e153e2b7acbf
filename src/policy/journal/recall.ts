/**
 * Rows whose outcome the journal knows.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import { Outcome } from "../../outcome/model.ts";
import type { Row } from "./row.ts";
import type { Reading } from "./reading.ts";
import type { Claim } from "./store.ts";

/**
 * Gives their outcome to rows that are as they were: most rows of a list that comes again. Those that are only written in
 * another way are known by their JSON from now on.
 */
export const recall: (
  rows: ReadonlyArray<Row>,
  reading: Reading,
) => Effect.Effect<void> = /* @__PURE__ */ Effect.fnUntraced(
  function* (rows, reading) {
    const open = rows.filter(({ outcome }) => outcome === undefined);
    if (open.length === 0) return;
    const known = yield* Effect.result(reading.recall(open.map(({ key }) => key)));
    if (Result.isFailure(known)) return;
    const otherJson = new Map<string, Claim>();
    for (let i = 0; i < open.length; i++) {
      const row = open[i];
      const entry = known.success[i];
      if (entry === undefined) continue;
      const hasSameJson = row.hasJsonOf(entry.print);
      if (!hasSameJson && !row.hasContentOf(entry.print)) continue;
      row.outcome = Outcome.unchanged(entry.customerId);
      if (!hasSameJson) otherJson.set(row.key, row.claim);
    }
    // Without it the next list takes longer, and nothing else.
    if (otherJson.size > 0) yield* Effect.ignore(reading.reprint([...otherJson.values()]));
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
      const entry = read.success.get(row.key);
      if (
        entry?.state === "created" && entry.token !== token &&
        row.outcome?._tag === "Created" && row.outcome.customerId === entry.customerId
      ) {
        row.outcome = Outcome.unchanged(entry.customerId, !row.hasContentOf(entry.print));
      }
    }
  },
);
