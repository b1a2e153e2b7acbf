/**
 * A write-ahead record around the call, for imports that may be cut off: what is about to be sent is
 * written down before it is sent, and what became of it after. The same import started again sends
 * nothing that is decided, and treats what was on its way as in doubt.
 *
 * An import is the same if it has the same name and the same customers under the same indices. A
 * customer that differs from the one in the journal is sent only if that one was surely not created.
 * Otherwise the rows may have moved, and a row that looks new may be one that was created: it and all new
 * rows after it are held back as `NotSent`.
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
 * One import at a time may use a journal; two at once would not see each other. It is for imports, whose
 * rows have places of their own, and not for `addCustomer`. A row that is removed moves the rows after
 * it: take another name, or leave the row as it is.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as KeyValueStore from "effect/persistence/KeyValueStore";
import * as Result from "effect/Result";
import * as Semaphore from "effect/Semaphore";
import { unlessStopped } from "../auth_stop.ts";
import type { Batch, BatchItem } from "../batch.ts";
import type { Send } from "../batch_call.ts";
import { type BatchError, outcomesOf } from "../batch_error.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { inDoubt, LookupOnly, provenAbsent } from "../lookup_only.ts";
import { Outcome } from "../outcome.ts";
import { type Entry, JournalPages } from "./journal_pages.ts";
import { pick, placesOf, type Policy, policy, replaceAt, settle } from "./policy.ts";

/** Options of {@linkcode layer}. */
export interface JournalOptions {
  /** Name of the import: the same for the same customers, and another one for others. */
  readonly name: string;
}

/**
 * The policy. Needs a `KeyValueStore`.
 *
 * @throws {RangeError} If the name is empty.
 */
export const layer = ({ name }: JournalOptions): Policy<KeyValueStore.KeyValueStore> => {
  if (name === "") throw new RangeError("name must not be empty");
  return policy((next) =>
    Effect.gen(function* () {
      const store = KeyValueStore.prefix(yield* KeyValueStore.KeyValueStore, `${name}/`);
      const journal: Opened = {
        pages: new JournalPages(store, yield* Semaphore.make(1)),
        hasMoved: false,
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
const OuterJournals = Context.Reference<ReadonlyArray<string>>(
  "@thulium-effect/batch-customers/OuterJournals",
  { defaultValue: () => [] },
);

/** The journal of one run. */
interface Opened {
  readonly pages: JournalPages;
  /** Whether a row was seen that is not the one in the journal. */
  hasMoved: boolean;
}

/** What the journal knows of a customer that is to be sent. */
type Knowledge =
  | { readonly _tag: "Send" }
  | { readonly _tag: "InDoubt" }
  | { readonly _tag: "Decided"; readonly outcome: Outcome };

type Call = Effect.fn.Return<ReadonlyArray<Outcome>, BatchError>;

const sendThrough = Effect.fnUntraced(
  function* (journal: Opened, next: Send, batch: Batch): Call {
    const { pages } = journal;
    const entries = yield* Effect.result(pages.read(batch.items));
    if (Result.isFailure(entries)) return batch.items.map(() => unreadable);
    const known = batch.items.map((item, i) => knowledgeOf(item, entries.success[i]));
    journal.hasMoved ||= known.some((knowledge) => knowledge === moved);
    if (journal.hasMoved) {
      known.forEach(({ _tag }, place) => {
        if (_tag === "Send") known[place] = moved;
      });
    }
    const decided = known.map((knowledge) =>
      knowledge._tag === "Decided" ? knowledge.outcome : inDoubt
    );
    const doubtful = known.flatMap(({ _tag }, place) => _tag === "InDoubt" ? [place] : []);
    const lookedUp = yield* lookUp(pages, next, batch, decided, doubtful);
    const absent = placesOf(lookedUp, (outcome) => outcome === provenAbsent);
    const fresh = known.flatMap(({ _tag }, place) => _tag === "Send" ? [place] : []);
    const places = [...fresh, ...absent].sort((a, b) => a - b);
    const rest = pick(batch, places);
    if (rest === undefined) return lookedUp;
    const call = Effect.andThen(unlessStopped, writeAhead(pages, next, rest));
    return rest.items.length === batch.items.length
      ? yield* call
      : replaceAt(lookedUp, places, yield* settle(call, rest));
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
    const answered = yield* settle(
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
const writeAhead = Effect.fnUntraced(
  function* (pages: JournalPages, next: Send, batch: Batch): Call {
    const intents = batch.items.map((item): Entry => ["s", fingerprint(item)]);
    const written = yield* Effect.result(pages.write(batch.items, intents));
    if (Result.isFailure(written)) return batch.items.map(() => unwritable);
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

/** Each customer is compared, noted and noted again, and hashed once. */
const fingerprints = new WeakMap<BatchItem, string>();

const fingerprint = (item: BatchItem): string => {
  const known = fingerprints.get(item);
  if (known !== undefined) return known;
  const made = fingerprintOf(item.json);
  fingerprints.set(item, made);
  return made;
};

const entryOf = (item: BatchItem, outcome: Outcome | undefined): Entry => {
  const print = fingerprint(item);
  switch (outcome?._tag) {
    case "Created":
      return ["c", print, outcome.customerId];
    case "Rejected":
      return ["r", print, String(outcome.status)];
    case "NotSent":
      return ["n", print];
    case "Unknown":
    case undefined:
      return ["u", print];
  }
};

const knowledgeOf = (item: BatchItem, entry: Entry | "lost" | undefined): Knowledge => {
  if (entry === undefined) return { _tag: "Send" };
  if (entry === "lost") return { _tag: "InDoubt" };
  const [state, print, detail = ""] = entry;
  const isSame = print === fingerprint(item);
  switch (state) {
    case "n":
      return { _tag: "Send" };
    case "r":
      return isSame
        ? decidedAs(Outcome.rejected(Number(detail), rejectedBefore))
        : { _tag: "Send" };
    case "c":
      return isSame ? decidedAs(Outcome.created(detail)) : moved;
    case "s":
    case "u":
      return isSame ? { _tag: "InDoubt" } : moved;
  }
};

const decidedAs = (outcome: Outcome): Knowledge => ({ _tag: "Decided", outcome });

const rejectedBefore = "Thulium rejected this customer in an earlier run";
const moved = decidedAs(
  Outcome.notSent("not sent: the journal has other customers, so the input has changed"),
);
const unreadable = Outcome.notSent("not sent: the journal could not be read");
const unwritable = Outcome.notSent("not sent: the journal could not be written");
