/**
 * Settles a call: whatever happens to it, each of its customers has an outcome afterwards. Everything that
 * makes a call and goes on after its failure uses this one way, so that no customer can get lost.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import type { Batch } from "../batch/model.ts";
import { type BatchError, outcomeOf } from "../outcome/error.ts";
import { logDefect } from "../internal/defect.ts";
import { Outcome } from "../outcome/model.ts";
import { type LastRequest, notingRequest } from "./last_request.ts";
import { stopOnAuth } from "./run.ts";
import type { Call } from "./send.ts";
import { outcomeTexts } from "../outcome/texts.ts";

/** The end of a call. */
export interface Settled {
  /** `outcomes[i]` belongs to `batch.items[i]`. */
  readonly outcomes: ReadonlyArray<Outcome>;
  /** Why the call failed, if it did. */
  readonly failure?: BatchError | undefined;
}

/**
 * Makes a call, and notes its last request. A failure becomes outcomes, and a refused user stops the import. If the call dies of a
 * defect or interrupts itself, its customers are `Unknown`; the defect is logged by name and stack, without its
 * text, which may hold personal data.
 */
export const settle = (
  call: Call,
  batch: Batch,
  last: LastRequest = {},
): Effect.Effect<Settled> =>
  notingRequest(call, last).pipe(
    Effect.map((outcomes): Settled => ({ outcomes: complete(batch, outcomes, last) })),
    Effect.catchCause((cause): Effect.Effect<Settled> => {
      const failure = Option.getOrUndefined(Cause.findErrorOption(cause));
      return failure === undefined
        ? Effect.as(
          logDefect("A batch call died of a defect of the program", cause),
          { outcomes: batch.items.map(() => Outcome.unknown(outcomeTexts.died, last.id)) },
        )
        : Effect.as(stopOnAuth(failure), { outcomes: outcomesOf(failure, batch), failure });
    }),
  );

/** Settles the call of a part of a batch, where only the outcomes matter. */
export const settleOutcomes = (
  call: Call,
  batch: Batch,
): Effect.Effect<ReadonlyArray<Outcome>> =>
  Effect.map(settle(call, batch), ({ outcomes }) => outcomes);

/** What a failed call means for all customers of its batch. */
export const outcomesOf = (error: BatchError, { items }: Batch): ReadonlyArray<Outcome> => {
  const outcome = outcomeOf(error);
  return items.map(() => outcome);
};

/** The outcome of a customer whose import stopped before the customer was sent. */
export const notSentAfter = (stop: BatchError): Outcome =>
  stop._tag === "AuthError"
    ? Outcome.notSent(outcomeTexts.userRefused, stop.status)
    : outcomeOf(stop);

const tags: ReadonlySet<unknown> = new Set([
  "Created",
  "Updated",
  "Unchanged",
  "Rejected",
  "Unknown",
  "NotSent",
]);

/**
 * A policy may be other people's code and return other things than outcomes. If it returns more or fewer of them than there
 * are customers, nobody knows whose they are.
 */
const complete = (
  batch: Batch,
  outcomes: ReadonlyArray<Outcome>,
  last: LastRequest,
): ReadonlyArray<Outcome> => {
  if (outcomes.length !== batch.items.length) {
    const miscounted = Outcome.unknown(outcomeTexts.miscounted, last.id);
    return batch.items.map(() => miscounted);
  }
  return batch.items.map((_, i) =>
    tags.has(outcomes[i]?._tag) ? outcomes[i] : Outcome.unknown(outcomeTexts.lost, last.id)
  );
};
