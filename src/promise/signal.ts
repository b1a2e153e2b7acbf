/**
 * An `AbortSignal` as an effect. By default an abort stops what is sent and waits for the requests on their way: whoever is
 * given up in the middle of a request could exist in Thulium without a word. Who asks for it (`onInterrupt: "abort"`) gives
 * them up, and hears of whom that is true.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Batch } from "../batch/model.ts";
import { type LastRequest, notingRequest } from "../call/last_request.ts";
import type { Call, Send } from "../call/send.ts";
import { AddCustomerError } from "../import/single.ts";
import { TransportError } from "../outcome/error.ts";
import { Outcome } from "../outcome/model.ts";
import { outcomeTexts } from "../outcome/texts.ts";
import type { Stoppable } from "./options.ts";

/** Ends when the signal aborts; never without a signal. */
export const aborted = (signal: AbortSignal | undefined): Effect.Effect<void> =>
  signal === undefined ? Effect.never : Effect.callback<void>((resume) => {
    if (signal.aborted) return resume(Effect.void);
    const end = () => resume(Effect.void);
    signal.addEventListener("abort", end, { once: true });
    return Effect.sync(() => signal.removeEventListener("abort", end));
  });

/** What gives calls up when the signal aborts. Customers for whom no request had begun are `NotSent`, the others `Unknown`. */
export const givingUp = (signal: AbortSignal, send: Send): Send => (batch) =>
  Effect.suspend(() => {
    const last: LastRequest = {};
    // The import stops at the same time. Waits get a moment to end by themselves, because they know more.
    const abort = Effect.andThen(aborted(signal), Effect.sleep("1 millis"));
    return Effect.raceFirst(
      notingRequest(send(batch), last),
      Effect.andThen(abort, Effect.suspend((): Call => Effect.succeed(outcomesOf(batch, last)))),
    );
  });

const outcomesOf = ({ items }: Batch, { id }: LastRequest): ReadonlyArray<Outcome> => {
  const outcome = id === undefined
    ? Outcome.notSent(outcomeTexts.ended)
    : Outcome.unknown(outcomeTexts.endedInDoubt, id);
  return items.map(() => outcome);
};

/** Adds a customer. If the add is given up, nobody knows whether its request, which others may share, has begun. */
export const addOrDoubt = <E, R>(
  { onInterrupt, signal }: Stoppable,
  adding: Effect.Effect<string, E, R>,
): Effect.Effect<string, E | AddCustomerError, R> => {
  // Not interrupted otherwise: the customer may exist by then, and its id would be lost.
  if (onInterrupt !== "abort") return adding;
  const doubt = Effect.suspend(() => {
    const reason = Outcome.unknown("the add was given up before Thulium answered");
    const message = `The customer may have been created: ${reason.message}`;
    return Effect.fail(new AddCustomerError({ reason, message }));
  });
  return Effect.raceFirst(adding, Effect.andThen(aborted(signal), doubt));
};

/**
 * Runs what a signal may abort. If it aborts and nothing was done, the promise is rejected with the signal's reason, as
 * `fetch` does it.
 */
export const orReason = async <A>(
  signal: AbortSignal | undefined,
  run: () => Promise<A>,
): Promise<A> => {
  signal?.throwIfAborted();
  try {
    return await run();
  } catch (error) {
    throw signal?.aborted === true && isStop(error) ? signal.reason : error;
  }
};

/** Whether an import was stopped before its first call. */
const isStop = (error: unknown): boolean =>
  error instanceof TransportError && error.reason._tag === "ImportStopped";
