/**
 * A write-ahead record around the call, for imports that may be cut off: what is about to be sent is
 * written down before it is sent, and what became of it after. The same import started again sends
 * nothing that is decided, and treats what was on its way as in doubt.
 *
 * An import is the same if it has the same name and the same customers under the same indices. A
 * customer that differs from the one in the journal is sent only if that one was surely not created.
 * Otherwise the rows may have moved, and a row that looks new may be one that was created: it and all new
 * rows after it are held back as `NotSent`. So is a row that the journal knows as created, or in doubt, at
 * another index near by (within 512 rows at least): rows before it were removed or added.
 *
 * Customers in doubt are looked up if there is a `Reconcile` inside, and stay `Unknown` otherwise. So put
 * the journal outermost. The store is any `KeyValueStore` of Effect (memory, files, SQL). When it fails
 * before a call the call is not made; when it fails after one, its customers are in doubt next time.
 *
 * ## What is stored, version 1
 *
 * Customers `512 n` to `512 n + 511` share page `n`. A page is stored under two keys in turn, `NAME/n/a`
 * and `NAME/n/b`, so that a write that is cut off leaves the one before it whole; the higher `revision`
 * counts. A page is JSON:
 *
 * ```json
 * { "version": 1, "revision": 7, "entries": { "1024": ["c", "9f86d081884c7d65", "13"] } }
 * ```
 *
 * An entry is a state, a fingerprint (the first 64 bits of the SHA-256 of the customer's JSON, in hex, to
 * notice another customer), and for `c` the id, for `r` the status:
 *
 * | state | meaning                                             | next time                       |
 * |-------|-----------------------------------------------------|---------------------------------|
 * | `s`   | about to be sent; nothing was heard of it since     | in doubt                        |
 * | `u`   | `Unknown`                                           | in doubt                        |
 * | `c`   | `Created`                                           | `Created`, not sent             |
 * | `r`   | `Rejected` by Thulium                               | `Rejected`, sent if it differs  |
 * | `n`   | `NotSent`                                           | sent                            |
 *
 * No customer's value is stored. A page of which a key is lost or can't be read is marked
 * (`"doubtful": true`): whoever has no entry in it is in doubt.
 *
 * One run at a time may use a journal (`journal_claim.ts`); the customers of another one are `NotSent`. A
 * row that two imports of one run send at once is sent by the first. The journal is for imports, whose
 * rows have places of their own, and not for `addCustomer`.
 *
 * What stands at the top level here is marked as free of effects (`@__PURE__`): a bundle that uses no journal
 * then carries none, nor SHA-256.
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
import type { Send } from "../../call/service.ts";
import type { BatchError } from "../../outcome/error.ts";
import { checkDuration } from "../../internal/check_option.ts";
import { inDoubt, LookupOnly, provenAbsent } from "../../call/lookup_only.ts";
import { Outcome } from "../../outcome/model.ts";
import { CurrentRun, ImportRun, unlessStopped, unlessStoppedMeanwhile } from "../../call/run.ts";
import { JournalClaim } from "./claim.ts";
import {
  decidedAs,
  type Entry,
  entryOf,
  fingerprint,
  type Knowledge,
  knowledgeOf,
  mayExist,
  moved,
} from "./entry.ts";
import { JournalPages, pageSize } from "./pages.ts";
import { outcomesOf, settleOutcomes } from "../../call/settle.ts";
import { type Policy, policy } from "../layer.ts";
import { pick, placesOf, replaceAt } from "../parts.ts";

/** Options of {@linkcode layer}. */
export interface JournalOptions {
  /** Name of the import: the same for the same customers, and another one for others. */
  readonly name: string;
  /**
   * After a run that died, how long the next one waits to be sure that it did.
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

/** Names of the journals that a call has passed: put on twice, a journal keeps its record once. */
const OuterJournals = /* @__PURE__ */ Context.Reference<ReadonlyArray<string>>(
  "@thulium-effect/batch-customers/OuterJournals",
  { defaultValue: () => [] },
);

/** What was seen of an import. */
interface KnownImport {
  /** Whether a row was seen that is not the one in the journal. */
  hasMoved: boolean;
  /** Where rows were seen lately that are the ones in the journal. */
  readonly met: Set<number>;
}

/** The journal of one run. */
interface Opened {
  readonly pages: JournalPages;
  readonly claim: JournalClaim;
  /** Batches come in one by one, in the order of their rows. */
  readonly entrance: Semaphore.Semaphore;
  readonly imports: WeakMap<ImportRun, KnownImport>;
  /** Indices of customers on their way. */
  readonly busy: Set<number>;
}

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

/**
 * Finds out what is known of the customers, and marks those that may be sent as on their way; `undefined`
 * if another run has the journal.
 */
const enter = /* @__PURE__ */ Effect.fnUntraced(
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

/** Remembers where rows were seen, as far back as others are looked for. */
const meet = (met: Set<number>, { items }: Batch): void => {
  for (const { index } of items) met.add(index);
  for (const index of met) {
    if (index >= items[0].index - 2 * pageSize) break;
    met.delete(index);
  }
};

/** Sends what is to be sent and looks up what is in doubt. */
const sendKnown = /* @__PURE__ */ Effect.fnUntraced(
  function* (
    { claim, pages }: Opened,
    next: Send,
    batch: Batch,
    known: ReadonlyArray<Knowledge>,
  ): Call {
    const decided = known.map((knowledge) =>
      knowledge._tag === "Decided" ? knowledge.outcome : inDoubt
    );
    const placesWith = (tag: Knowledge["_tag"]) =>
      known.flatMap(({ _tag }, place) => _tag === tag ? [place] : []);
    const lookedUp = yield* lookUp(pages, next, batch, decided, placesWith("InDoubt"));
    const absent = placesOf(lookedUp, (outcome) => outcome === provenAbsent);
    const places = [...placesWith("Send"), ...absent].sort((a, b) => a - b);
    const rest = pick(batch, places);
    if (rest === undefined) return lookedUp;
    const call = Effect.andThen(unlessStopped, writeAhead(claim, pages, next, rest));
    return rest.items.length === batch.items.length
      ? yield* call
      : replaceAt(lookedUp, places, yield* settleOutcomes(call, rest));
  },
);

/** Looks up the customers in doubt, and writes down what was found. */
const lookUp = (
  pages: JournalPages,
  next: Send,
  batch: Batch,
  outcomes: ReadonlyArray<Outcome>,
  places: ReadonlyArray<number>,
): Effect.Effect<ReadonlyArray<Outcome>> => {
  const suspects = pick(batch, places);
  if (suspects === undefined) return Effect.succeed(outcomes);
  return Effect.gen(function* () {
    const answered = yield* settleOutcomes(
      Effect.provideService(next(suspects), LookupOnly, true),
      suspects,
    );
    const found = answered.map((outcome) => isProof(outcome) ? outcome : inDoubt);
    yield* writeDown(pages, suspects, found);
    return replaceAt(outcomes, places, found);
  });
};

/** A policy in between may hold the lookup back and say `NotSent`: that proves nothing of before. */
const isProof = (outcome: Outcome): boolean =>
  outcome._tag === "Created" || outcome === provenAbsent;

/** Writes the intent, sends, writes the outcomes. */
const writeAhead = /* @__PURE__ */ Effect.fnUntraced(
  function* (claim: JournalClaim, pages: JournalPages, next: Send, batch: Batch): Call {
    const intents = batch.items.map((item): Entry => ["s", fingerprint(item)]);
    const written = yield* Effect.result(pages.write(batch.items, intents));
    if (Result.isFailure(written)) return batch.items.map(() => unwritable);
    const held = yield* Effect.result(claim.hold);
    if (Result.isFailure(held) || !held.success) return batch.items.map(() => taken);
    const answer = yield* Effect.result(next(batch));
    yield* writeDown(
      pages,
      batch,
      Result.isSuccess(answer) ? answer.success : outcomesOf(answer.failure, batch),
    );
    return yield* Effect.fromResult(answer);
  },
);

const writeDown = (
  pages: JournalPages,
  batch: Batch,
  outcomes: ReadonlyArray<Outcome>,
): Effect.Effect<void> =>
  pages.write(batch.items, batch.items.map((item, i) => entryOf(item, outcomes[i]))).pipe(
    Effect.catch(() =>
      Effect.logWarning("The journal could not be written after a call; its customers are in doubt")
    ),
  );

const busy = /* @__PURE__ */ decidedAs(
  Outcome.notSent("not sent: another import is just sending the same row of this journal"),
);
const noRows = /* @__PURE__ */ Outcome.notSent(
  "not sent: a journal is for imports, and a single add has no row that it could be known by",
);
const taken = /* @__PURE__ */ Outcome.notSent("not sent: another run is using the journal");
const unreadable = /* @__PURE__ */ Outcome.notSent("not sent: the journal could not be read");
const unwritable = /* @__PURE__ */ Outcome.notSent("not sent: the journal could not be written");
