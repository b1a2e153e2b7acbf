/**
 * A write-ahead record around the call, for imports that may be cut off: customers are written down before they
 * are sent, and their outcomes after it. If the same import is started again, it does not send what is decided,
 * and treats customers that were being sent as in doubt.
 *
 * An import is the same if it has the same name, and the same customers under the same indices. A customer that
 * differs from the one in the journal is sent only if that one was surely not created. Otherwise the rows may
 * have moved, and a row that looks new may have been created: this row and all new rows after it are held back
 * as `NotSent`. A row that the journal knows as created or in doubt at another index near by (within 512 rows at
 * least) is held back, too: rows before it were removed or added.
 *
 * Customers in doubt are looked up if there is a `Reconcile` inside, and stay `Unknown` otherwise. So put the
 * journal outermost. The store is any `KeyValueStore` of Effect (memory, files, SQL). If it fails before a call,
 * the call is not made. If it fails after a call, the customers are in doubt in the next run. `entry.ts`
 * specifies what is stored.
 *
 * One run at a time may use a journal (`claim.ts`); the customers of another run are `NotSent`. A row that two
 * imports of one run send at the same time is sent by the first. The journal is for imports, whose rows have
 * places of their own, and not for `addCustomer`.
 *
 * The top-level calls in this folder are marked as free of effects (`@__PURE__`): a bundle that uses no journal
 * then contains neither the journal nor SHA-256.
 *
 * @module
 */
import * as Context from "effect/Context";
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as KeyValueStore from "effect/persistence/KeyValueStore";
import * as Result from "effect/Result";
import * as Semaphore from "effect/Semaphore";
import type { Batch } from "../../batch/model.ts";
import { CurrentRun, ImportRun, unlessStoppedMeanwhile } from "../../call/run.ts";
import type { Send } from "../../call/service.ts";
import { checkDuration } from "../../internal/check_option.ts";
import type { BatchError } from "../../outcome/error.ts";
import { Outcome } from "../../outcome/model.ts";
import { type Policy, policy } from "../layer.ts";
import { JournalClaim } from "./claim.ts";
import { enter, type Opened } from "./entrance.ts";
import { JournalPages } from "./pages.ts";
import { sendKnown, taken } from "./write_ahead.ts";

/** Options of {@linkcode layer}. */
export interface JournalOptions {
  /** The name of the import: the same name for the same customers, and another name for others. */
  readonly name: string;
  /**
   * How long a run waits, after a run that died, to be sure that it died.
   *
   * @default "5 seconds"
   */
  readonly takeOverAfter?: Duration.Input | undefined;
}

/**
 * The policy. Needs a `KeyValueStore`.
 *
 * @throws {RangeError} If the name is empty, or the duration not positive and finite.
 */
export const layer = (options: JournalOptions): Policy<KeyValueStore.KeyValueStore> => {
  const { name } = options;
  if (name === "") throw new RangeError("name must not be empty");
  const takeOverAfter = checkDuration("takeOverAfter", options.takeOverAfter ?? "5 seconds");
  return policy((next) =>
    Effect.gen(function* () {
      const store = KeyValueStore.prefix(yield* KeyValueStore.KeyValueStore, `${name}/`);
      const journal: Opened = {
        pages: new JournalPages(store),
        claim: new JournalClaim(store, takeOverAfter, yield* Effect.scope),
        entrance: yield* Semaphore.make(1),
        imports: new WeakMap(),
        busy: new Set(),
      };
      return (batch) =>
        Effect.flatMap(OuterJournals, (outer) =>
          outer.includes(name)
            ? next(batch)
            : Effect.provideService(sendThrough(journal, next, batch), OuterJournals, [
              ...outer,
              name,
            ]));
    })
  );
};

/** The names of the journals that a call has passed: a journal that is put on twice writes its record once. */
const OuterJournals = /* @__PURE__ */ Context.Reference<ReadonlyArray<string>>(
  "@thulium-effect/batch-customers/OuterJournals",
  { defaultValue: () => [] },
);

type Call = Effect.fn.Return<ReadonlyArray<Outcome>, BatchError>;

const sendThrough = /* @__PURE__ */ Effect.fnUntraced(
  function* (journal: Opened, next: Send, batch: Batch): Call {
    const run = (yield* CurrentRun) ?? new ImportRun();
    if (!run.hasRows) return batch.items.map(() => noRows);
    const mine = new Set<number>();
    const entered = Effect.result(enter(journal, run, batch, mine));
    return yield* Effect.flatMap(unlessStoppedMeanwhile(entered), (known) => {
      if (Result.isFailure(known)) return Effect.succeed(batch.items.map(() => unreadable));
      return known.success === undefined
        ? Effect.succeed(batch.items.map(() => taken))
        : sendKnown(journal, next, batch, known.success);
    }).pipe(
      Effect.ensuring(Effect.sync(() => mine.forEach((index) => journal.busy.delete(index)))),
    );
  },
);

const noRows = /* @__PURE__ */ Outcome.notSent(
  "not sent: a journal is for imports, and a single add has no row that it could be known by",
);
const unreadable = /* @__PURE__ */ Outcome.notSent("not sent: the journal could not be read");
