/**
 * What the journal knows of the customers of a batch, before any of them is sent.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as Semaphore from "effect/Semaphore";
import type { Batch } from "../../batch/model.ts";
import type { ImportRun } from "../../call/run.ts";
import { Outcome } from "../../outcome/model.ts";
import type { JournalClaim } from "./claim.ts";
import { decidedAs, fingerprint, knowledgeOf, mayExist, moved } from "./entry.ts";
import { type JournalPages, pageSize } from "./pages.ts";

/** What was seen of an import. */
interface KnownImport {
  /** Whether a row was seen that differs from the one in the journal. */
  hasMoved: boolean;
  /** The indices of the rows that were seen lately. */
  readonly met: Set<number>;
}

/** The journal of one run. */
export interface Opened {
  readonly pages: JournalPages;
  readonly claim: JournalClaim;
  /** Batches enter one by one, in the order of their rows. */
  readonly entrance: Semaphore.Semaphore;
  readonly imports: WeakMap<ImportRun, KnownImport>;
  /** Indices of the customers that are being sent. */
  readonly busy: Set<number>;
}

/**
 * Finds out what is known of the customers, and marks those that may be sent as busy, in `journal.busy` and in
 * `mine`. Gives `undefined` if another run has the journal.
 */
export const enter = /* @__PURE__ */ Effect.fnUntraced(
  function* (journal: Opened, run: ImportRun, batch: Batch, mine: Set<number>) {
    if (!(yield* journal.claim.hold)) return undefined;
    const entries = yield* journal.pages.read(batch.items);
    const indices = yield* journal.pages.indicesOf(batch.items, mayExist);
    const seen = journal.imports.get(run) ?? { hasMoved: false, met: new Set() };
    journal.imports.set(run, seen);
    const known = batch.items.map((item, i) => knowledgeOf(item, entries[i]));
    seen.hasMoved ||= known.includes(moved);
    meet(seen.met, batch);
    return batch.items.map((item, place) => {
      const knowledge = known[place];
      if (knowledge._tag === "Decided") return knowledge;
      if (journal.busy.has(item.index)) return busy;
      const others = indices.get(fingerprint(item)) ?? [];
      const hasMoved = seen.hasMoved ||
        others.some((index) => index !== item.index && !seen.met.has(index));
      if (knowledge._tag === "Send" && hasMoved) return moved;
      journal.busy.add(item.index);
      mine.add(item.index);
      return knowledge;
    });
  },
  (entering, journal) => journal.entrance.withPermit(entering),
);

/** Remembers the indices of rows that were seen, as far back as equal rows are searched for. */
const meet = (met: Set<number>, { items }: Batch): void => {
  for (const { index } of items) met.add(index);
  for (const index of met) {
    if (index >= items[0].index - 2 * pageSize) break;
    met.delete(index);
  }
};

const busy = /* @__PURE__ */ decidedAs(
  /* @__PURE__ */ Outcome.notSent(
    "not sent: another import is sending the same row of this journal",
  ),
);
