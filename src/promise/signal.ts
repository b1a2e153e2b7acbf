/**
 * An `AbortSignal` as an effect. An abort stops what is sent and waits for the requests on their way: whoever is given up
 * in the middle of a request could exist in Thulium without a word.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { TransportError } from "../outcome/error.ts";

/** Ends when the signal aborts; never without a signal. */
export const aborted = (signal: AbortSignal | undefined): Effect.Effect<void> =>
  signal === undefined ? Effect.never : Effect.callback<void>((resume) => {
    if (signal.aborted) return resume(Effect.void);
    const end = () => resume(Effect.void);
    signal.addEventListener("abort", end, { once: true });
    return Effect.sync(() => signal.removeEventListener("abort", end));
  });

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
