/**
 * A journal that is put on twice would wait for itself. So a call passes it once. An import that a policy inside makes is
 * another matter.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import type { AddBatch } from "../../batch/model.ts";
import { CurrentRun, type ImportRun } from "../../call/run.ts";
import type { Call, Send } from "../../call/send.ts";
import type { JournalStore } from "./store.ts";

/** Which journal of which store. */
interface Place {
  readonly open: JournalStore["Service"]["open"];
  readonly name: string;
}

/** Sends a batch through a journal, or past it if the batch is in it already. */
export const sendOnce = (
  { name, open }: Place,
  next: Send,
  batch: AddBatch,
  through: () => Call,
): Call =>
  Effect.gen(function* () {
    const run = yield* CurrentRun;
    const outer = yield* OuterJournals;
    const isOuter = outer.some((one) => one.open === open && one.name === name && one.run === run);
    return yield* isOuter ? next(batch) : Effect.provideService(
      Effect.suspend(through),
      OuterJournals,
      [...outer, { open, name, run }],
    );
  });

/** The journals that a call has passed, and the import that it belongs to. */
const OuterJournals = /* @__PURE__ */ Context.Reference<
  ReadonlyArray<Place & { readonly run: ImportRun | undefined }>
>(
  "@thulium-effect/batch-customers/OuterJournals",
  { defaultValue: () => [] },
);
