/**
 * The dry run of a sync: what would be created, updated and left alone, by the journal and by lookups of new customers.
 * Nothing is sent or written; a journal that is not there yet knows nobody, and is not made.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import type { AddBatch } from "../../batch/model.ts";
import { makeConnection } from "../../call/connection.ts";
import { CustomerLookup } from "../../call/lookup.ts";
import { CurrentRun, ImportRun } from "../../call/run.ts";
import { outcomeTexts } from "../../outcome/texts.ts";
import { type Forecast, Forecasts } from "../../policy/journal/forecast.ts";
import * as JournalMemory from "../../policy/journal/memory.ts";
import { JournalStore, type JournalStoreError } from "../../policy/journal/store.ts";
import { Lookups } from "../../policy/reconcile/lookups.ts";
import { journalName } from "../durable.ts";
import { Findings } from "../findings.ts";
import type { ImportArguments, SyncArguments } from "../flags.ts";
import { isJournalThere } from "../journal.ts";
import { layerJournalByKey } from "../journal_key.ts";
import { keyOf } from "../key.ts";
import { shownFault } from "../row_reason.ts";
import { sayJournal } from "../texts/say.ts";
import type { SyncCount, Texts, Unit } from "../texts/table.ts";
import { connectionOf } from "../thulium.ts";
import { usageError } from "../usage_error.ts";

/** What would happen, in numbers. */
export interface SyncPlan {
  readonly counts: { readonly [count in SyncCount]: number };
  /** In how many customers each field would be changed. */
  readonly fields: ReadonlyMap<string, number>;
  /** The rows that would not be sent, and why. */
  readonly findings: Findings;
}

/** What the plan is made for. */
export interface SyncPlanOptions {
  readonly journal: string;
  readonly sync: SyncArguments;
  readonly texts: Texts;
  readonly unit: Unit;
}

/** Opens the journal. `look` is for each batch of the plan; `plan` is the result, at the end. */
export const openSyncPlan = Effect.fnUntraced(
  function* (
    given: ImportArguments & { readonly file: string },
    { journal, sync, texts, unit }: SyncPlanOptions,
  ) {
    const connection = yield* connectionOf(given, texts);
    const isThere = yield* isJournalThere(journal);
    const name = journalName(makeConnection(connection).url);
    const store = isThere
      ? layerJournalByKey({ journal, name, key: given.key, notes: false })
      : JournalMemory.layer;
    const { open } = Context.get(yield* Layer.build(store), JournalStore);
    const { find } = Context.get(
      yield* Layer.build(CustomerLookup.layer(connection)),
      CustomerLookup,
    );
    const key = keyOf(given.key);
    const run = new ImportRun();
    const forecasts = new Forecasts({
      entries: open(name),
      key,
      lookups: new Lookups(find, { key, concurrency: 4 }),
      whenEmpty: sync.whenEmpty,
    }, run);
    const counted = new Counted(texts, unit, sync.diff);
    let failure: JournalStoreError | undefined;
    const look = (batch: AddBatch, placeOf: (index: number) => number): Effect.Effect<void> =>
      forecasts.of(batch).pipe(
        Effect.provideService(CurrentRun, run),
        Effect.map((all) =>
          all.forEach((one, i) => counted.add(one, placeOf(batch.items[i].index)))
        ),
        Effect.catch((error) => Effect.sync(() => failure = error)),
      );
    const plan = Effect.suspend(() => {
      if (failure === undefined) return Effect.succeed<SyncPlan>(counted);
      const { message } = failure;
      return Effect.fail(usageError((texts) => sayJournal(message, texts)));
    });
    return { look, plan };
  },
);

/** Adds up forecasts, and names the fields of each row if that is asked for. */
class Counted implements SyncPlan {
  readonly counts = {
    ...{ toCreate: 0, toUpdate: 0, unchanged: 0, inDoubt: 0, ambiguous: 0, rejected: 0 },
  };
  readonly fields = new Map<string, number>();
  readonly findings = new Findings();
  readonly #texts: Texts;
  readonly #unit: Unit;
  readonly #diff: boolean;

  constructor(texts: Texts, unit: Unit, diff: boolean) {
    this.#texts = texts;
    this.#unit = unit;
    this.#diff = diff;
  }

  add(forecast: Forecast, place: number): void {
    switch (forecast._tag) {
      case "ToCreate":
        this.counts.toCreate++;
        return;
      case "Unchanged":
        this.counts.unchanged++;
        return;
      case "InDoubt":
        this.counts.inDoubt++;
        return;
      case "ToUpdate": {
        const { customerId, fields } = forecast;
        this.counts.toUpdate++;
        for (const name of fields) this.fields.set(name, (this.fields.get(name) ?? 0) + 1);
        if (!this.#diff) return;
        console.log(JSON.stringify({ [this.#unit]: place, customer_id: customerId, fields }));
        return;
      }
      case "Refused": {
        const { outcome } = forecast;
        const isAmbiguous = "message" in outcome &&
          outcome.message.startsWith(outcomeTexts.severalKeys);
        if (outcome._tag === "NotSent") this.counts.inDoubt++;
        else this.counts[isAmbiguous ? "ambiguous" : "rejected"]++;
        this.findings.add(shownFault(outcome, undefined, this.#unit, this.#texts) ?? "", place);
      }
    }
  }
}
