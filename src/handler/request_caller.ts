/**
 * The caller of one request in passthrough mode. As long as Thulium has not accepted its credentials, the request's
 * first call has one customer, and the others wait for it: wrong credentials cost one small call.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Option from "effect/Option";
import * as Result from "effect/Result";
import type { Batch } from "../batch/model.ts";
import { pick } from "../call/parts.ts";
import { unlessStopped } from "../call/run.ts";
import { unlessStoppedMeanwhile } from "../call/wait.ts";
import type { Call, Send } from "../call/send.ts";
import { outcomesOf, settleOutcomes } from "../call/settle.ts";
import { monotonicMillis } from "../internal/monotonic.ts";
import type { Callers, Standing } from "./callers.ts";

/** The caller of one request. */
export class RequestCaller {
  readonly name: string;
  readonly #callers: Callers;
  /** Is done when the request's first call is over. */
  #firstCall: Deferred.Deferred<void> | undefined;

  /** The caller with this name. */
  constructor(callers: Callers, name: string) {
    this.#callers = callers;
    this.name = name;
  }

  /** Whether Thulium accepts the caller, which most calls ask. */
  get isAccepted(): boolean {
    return this.#callers.isAccepted(this.name);
  }

  /** What Thulium last said to the caller. */
  get standing(): Effect.Effect<Standing> {
    return Effect.map(monotonicMillis, (now) => this.#callers.standingOf(this.name, now));
  }

  /** Sends a batch; if Thulium does not know the caller yet, after a first small call. */
  send(next: Send, batch: Batch): Call {
    return Effect.suspend(() => {
      if (this.isAccepted) return next(batch);
      const before = this.#firstCall;
      if (before !== undefined) {
        const wait = unlessStoppedMeanwhile(Deferred.await(before));
        return Effect.andThen(wait, Effect.andThen(unlessStopped, next(batch)));
      }
      const first: Deferred.Deferred<void> = Deferred.makeUnsafe();
      this.#firstCall = first;
      const over = Effect.sync(() => Deferred.doneUnsafe(first, Exit.void));
      return oneThenRest(next, batch, over);
    });
  }
}

/** Makes one request to Thulium, and remembers what Thulium says to the caller with this name. */
export const observed = (call: Call, callers: Callers, name: string): Call =>
  Effect.matchCauseEffect(call, {
    onSuccess: (outcomes) => {
      callers.accept(name);
      return Effect.succeed(outcomes);
    },
    onFailure: (cause) => {
      const error = Option.getOrUndefined(Cause.findErrorOption(cause));
      const failed = Effect.failCause(cause);
      return error?._tag !== "AuthError" ? failed : Effect.flatMap(monotonicMillis, (now) => {
        callers.refuse(name, now);
        return failed;
      });
    },
  });

/** If the first call shows that nothing was created, the rest is not sent. */
const oneThenRest = (next: Send, batch: Batch, afterOne: Effect.Effect<unknown>): Call => {
  const [, ...places] = batch.items.keys();
  const one = pick(batch, [0]);
  const rest = pick(batch, places);
  if (one === undefined || rest === undefined) return Effect.ensuring(next(batch), afterOne);
  return Effect.flatMap(Effect.ensuring(Effect.result(next(one)), afterOne), (answer) => {
    if (Result.isFailure(answer) && answer.failure.delivery !== "unknown") {
      return Effect.fail(answer.failure);
    }
    const outcomes = Result.getOrElse(answer, (error) => outcomesOf(error, one));
    return Effect.map(
      settleOutcomes(Effect.andThen(unlessStopped, next(rest)), rest),
      (others) => [...outcomes, ...others],
    );
  });
};
