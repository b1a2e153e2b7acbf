/**
 * What the journal of `--journal` knows of the customers of a dry run. A journal that is not there yet knows nobody, and
 * is not made.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Ref from "effect/Ref";
import type { AddBatch } from "../../batch/model.ts";
import * as JournalMemory from "../../policy/journal/memory.ts";
import { noPreview, preview } from "../../policy/journal/preview.ts";
import { JournalStore, type JournalStoreError } from "../../policy/journal/store.ts";
import { journalName } from "../durable.ts";
import type { ImportArguments } from "../flags.ts";
import { isJournalThere } from "../journal.ts";
import { layerJournalByKey } from "../journal_key.ts";
import { keyOf } from "../key.ts";
import { addressOf } from "../thulium.ts";
import { sayJournal } from "../texts/say.ts";
import type { Texts } from "../texts/table.ts";
import { usageError } from "../usage_error.ts";

/** Opens the journal. `look` is for each batch of the plan; `known` is the sum, at the end. */
export const openPreview = Effect.fnUntraced(
  function* (given: ImportArguments, journal: string, texts: Texts) {
    const name = journalName(yield* addressOf(given, texts));
    const isThere = yield* isJournalThere(journal);
    const layer = isThere
      ? layerJournalByKey({ journal, name, key: given.key, notes: false })
      : JournalMemory.layer;
    const { open } = Context.get(yield* Layer.build(layer), JournalStore);
    const entries = open(name);
    const counts = yield* Ref.make(noPreview);
    let failure: JournalStoreError | undefined;
    const look = (batch: AddBatch): Effect.Effect<void> =>
      Ref.get(counts).pipe(
        Effect.flatMap((before) => preview(entries, keyOf(given.key), batch, before)),
        Effect.flatMap((after) => Ref.set(counts, after)),
        Effect.catch((error) => Effect.sync(() => failure = error)),
      );
    const known = Effect.suspend(() => {
      if (failure === undefined) return Ref.get(counts);
      const { message } = failure;
      return Effect.fail(usageError((texts) => sayJournal(message, texts)));
    });
    return { known, look };
  },
);
