/**
 * One call that can't lose a customer: whatever comes of it, there is an outcome for each.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { stopOnAuth } from "./import_run.ts";
import type { Batch } from "./batch.ts";
import type { Send } from "./batch_call.ts";
import { type BatchError, outcomeOf, outcomesOf } from "./batch_error.ts";
import { Outcome } from "./outcome.ts";

/** What a call came to. */
export interface SettledCall {
  /** `outcomes[i]` is that of `batch.items[i]`. */
  readonly outcomes: ReadonlyArray<Outcome>;
  /** How the call failed, if it did. */
  readonly failure?: BatchError | undefined;
}

const notSentAfterRefusal = Outcome.notSent(
  "not sent, because Thulium had already refused the user",
);

/** The outcome of a customer that is not sent, because its import had stopped before. */
export const notSentAfter = (stop: BatchError): Outcome =>
  stop._tag === "AuthError" ? notSentAfterRefusal : outcomeOf(stop);

const died = Outcome.unknown("the call died of a defect of the program");
const lost = Outcome.unknown("the call lost this customer's outcome");
const tags: ReadonlySet<unknown> = new Set(["Created", "Rejected", "Unknown", "NotSent"]);

/** A policy is other people's code: what it hands back need not be an outcome, or as many as customers. */
const complete = (batch: Batch, outcomes: ReadonlyArray<Outcome>): ReadonlyArray<Outcome> =>
  batch.items.map((_, i) => tags.has(outcomes[i]?._tag) ? outcomes[i] : lost);

/**
 * Makes a call. A failure becomes outcomes, and a refused user stops the import; a defect, or a call
 * that interrupts itself, leaves its customers in doubt and is logged without its text.
 */
export const settleCall = (send: Send, batch: Batch): Effect.Effect<SettledCall> =>
  Effect.suspend(() => send(batch)).pipe(
    Effect.map((outcomes): SettledCall => ({ outcomes: complete(batch, outcomes) })),
    Effect.catch((failure) =>
      Effect.as(stopOnAuth(failure), { outcomes: outcomesOf(failure, batch), failure })
    ),
    Effect.catchCause(() =>
      Effect.as(
        Effect.ignoreCause(Effect.logError("A batch call died of a defect of the program")),
        { outcomes: batch.items.map(() => died) },
      )
    ),
  );
