/**
 * Sends the customers of which the journal knows enough: looks up those in doubt, then writes an intent, makes
 * the call, and writes the outcomes.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import type { Batch } from "../../batch/model.ts";
import { inDoubt, LookupOnly, provenAbsent } from "../../call/lookup_only.ts";
import { unlessStopped } from "../../call/run.ts";
import type { Send } from "../../call/service.ts";
import { outcomesOf, settleOutcomes } from "../../call/settle.ts";
import type { BatchError } from "../../outcome/error.ts";
import { Outcome } from "../../outcome/model.ts";
import { pick, placesOf, replaceAt } from "../parts.ts";
import type { JournalClaim } from "./claim.ts";
import type { Opened } from "./entrance.ts";
import { type Entry, entryOf, fingerprint, type Knowledge } from "./entry.ts";
import type { JournalPages } from "./pages.ts";

type Call = Effect.fn.Return<ReadonlyArray<Outcome>, BatchError>;

/** Sends the customers that are to be sent, and looks up those in doubt. */
export const sendKnown = /* @__PURE__ */ Effect.fnUntraced(
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
  const call = Effect.provideService(next(suspects), LookupOnly, true);
  return Effect.flatMap(settleOutcomes(call, suspects), (answered) => {
    const found = answered.map((outcome) => isProof(outcome) ? outcome : inDoubt);
    return Effect.as(writeDown(pages, suspects, found), replaceAt(outcomes, places, found));
  });
};

/** A policy in between may stop the lookup and answer `NotSent`: that proves nothing of the earlier run. */
const isProof = (outcome: Outcome): boolean =>
  outcome._tag === "Created" || outcome === provenAbsent;

/** Writes the intent, sends, and writes the outcomes. */
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

/** The outcome of customers that are not sent because another run has the journal. */
export const taken: Outcome = /* @__PURE__ */ Outcome.notSent(
  "not sent: another run is using the journal",
);
const unwritable = /* @__PURE__ */ Outcome.notSent("not sent: the journal could not be written");
