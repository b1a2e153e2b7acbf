/**
 * The way of a batch through a journal. Rows that are as they were, as most rows of a list that comes every night, need no
 * more than a look; `passage.ts` is for batches that have other rows.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { AddBatch } from "../../batch/model.ts";
import { pick } from "../../call/parts.ts";
import { CurrentRun, ImportRun, unlessStopped } from "../../call/run.ts";
import type { Call } from "../../call/send.ts";
import { settleOutcomes } from "../../call/settle.ts";
import { unsettled, unusable } from "./refused.ts";
import { Passage } from "./passage.ts";
import { Reading } from "./reading.ts";
import { recall } from "./recall.ts";
import { type Row, rowsOf } from "./row.ts";
import { refuseUnclear } from "./same_rows.ts";
import { doesReadFirst, type Journal } from "./terms.ts";

/** Sends a batch through a journal. Rows that are as they were need no more than a look. */
export const sendThrough = (journal: Journal, batch: AddBatch): Call =>
  Effect.flatMap(CurrentRun, (run = new ImportRun()) => {
    const { entries, key, sync } = journal;
    const readsFirst = doesReadFirst(journal);
    const rows = rowsOf(batch, { key, knowsJson: readsFirst });
    const reading = new Reading(entries);
    const send = Effect.gen(function* () {
      // A list of which it is not noted whom it has is not sent.
      const isSeen = yield* reading.see(rows.map((row) => row.key), sync.listedAt);
      if (!isSeen) return rows.map(({ outcome = unusable }) => outcome);
      if (readsFirst) yield* recall(rows, reading);
      const open = rows.filter(({ outcome }) => outcome === undefined);
      const passageOf = (rows: ReadonlyArray<Row>) =>
        Effect.suspend(() => new Passage(journal, batch, run, { rows, reading }).send);
      if (open.length === rows.length && open.length <= sync.maxSent) return yield* passageOf(rows);
      yield* sendParts(batch, open, sync.maxSent, passageOf);
      return rows.map(({ outcome = unsettled }) => outcome);
    });
    return withKeysOf(run, journal, rows, Effect.andThen(unlessStopped, send));
  });

/** Sends rows in parts, and gives them their outcomes. The failure of a part is that of its customers alone. */
const sendParts = /* @__PURE__ */ Effect.fnUntraced(
  function* (
    batch: AddBatch,
    rows: ReadonlyArray<Row>,
    maxSent: number,
    send: (rows: ReadonlyArray<Row>) => Call,
  ) {
    for (let done = 0; done < rows.length; done += maxSent) {
      const part = rows.slice(done, done + maxSent);
      const sent = pick(batch, part.map(({ place }) => place));
      if (sent === undefined) return;
      const outcomes = yield* settleOutcomes(Effect.andThen(unlessStopped, send(part)), sent);
      part.forEach((row, i) => row.outcome = outcomes[i]);
    }
  },
);

/** Refuses rows that are not clear, if customers are updated. */
const withKeysOf = (
  run: ImportRun,
  { sync }: Journal,
  rows: ReadonlyArray<Row>,
  send: Call,
): Call => {
  const keys = sync.keys?.of(run);
  if (keys === undefined) return send;
  const clear = refuseUnclear(rows, keys);
  return Effect.ensuring(send, Effect.sync(() => keys.end(clear)));
};
