/**
 * The way of a batch through a journal. Rows that are as they were, as most rows of a list that comes every night, need no
 * more than a look; `passage.ts` is for batches that have other rows.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { AddBatch } from "../../batch/model.ts";
import { CurrentRun, ImportRun, unlessStopped } from "../../call/run.ts";
import type { Call } from "../../call/send.ts";
import { Outcome } from "../../outcome/model.ts";
import { outcomeTexts } from "../../outcome/texts.ts";
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
      const outcomes = rows.flatMap(({ outcome }) => outcome ?? []);
      if (outcomes.length === rows.length) return outcomes;
      return yield* new Passage(journal, batch, run, { rows, reading }).send;
    });
    return withKeysOf(run, journal, rows, Effect.andThen(unlessStopped, send));
  });

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

const unusable = /* @__PURE__ */ Outcome.notSent(outcomeTexts.journalUnusable);
