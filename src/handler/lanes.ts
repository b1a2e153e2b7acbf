/**
 * Fairness between callers of passthrough mode: whoever invents credentials waits, and nobody waits for them.
 *
 * | Thulium has              | calls of these callers at a time | order        |
 * |--------------------------|----------------------------------|--------------|
 * | accepted the credentials | as many as configured            | as they come |
 * | not been asked yet       | as many again                    | newest first |
 * | just refused them        | one                              | as they come |
 *
 * The newest caller goes first among the new ones because a flood of invented credentials can't be told from an honest
 * new caller: so it is served before the flood that waits, and not after it.
 *
 * Calls of callers that are not accepted wait before they take a part of the rate; those of accepted ones after it.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import { unlessStopped } from "../call/run.ts";
import { unlessStoppedMeanwhile } from "../call/wait.ts";
import type { Call } from "../call/send.ts";
import { Gate } from "../policy/concurrency/gate.ts";
import { type Policy, policy } from "../policy/layer.ts";
import type { RequestCaller } from "./request_caller.ts";
import type { Standing } from "./callers.ts";

/** The caller of the current request; `undefined` if the handler calls Thulium as itself. */
export const CurrentCaller: Context.Reference<RequestCaller | undefined> = Context.Reference<
  RequestCaller | undefined
>("@thulium-effect/batch-customers/handler/CurrentCaller", { defaultValue: () => undefined });

/** Where calls wait for their turn. */
interface Lane {
  readonly letIn: (call: Call) => Call;
}

const lanes = (makeLanes: () => { readonly [standing in Standing]?: Lane }): Policy =>
  policy((next) =>
    Effect.sync(() => {
      const lanes = makeLanes();
      const through = (standing: Standing, call: Call) => lanes[standing]?.letIn(call) ?? call;
      return (batch) =>
        Effect.flatMap(CurrentCaller, (caller) => {
          const call = next(batch);
          return caller === undefined || caller.isAccepted
            ? through("accepted", call)
            : Effect.flatMap(caller.standing, (standing) => through(standing, call));
        });
    })
  );

/** Calls of accepted callers, so many at a time. */
export const acceptedLane = (limit: number): Policy => lanes(() => ({ accepted: new Gate(limit) }));

/** Calls of the other callers: so many of new ones at a time, and one of those that were just refused. */
export const otherLanes = (limit: number): Policy =>
  lanes(() => ({ new: new NewestFirst(limit), refused: new Gate(1) }));

/** Lets a limited number of calls in at a time, the newest of those that wait first. */
class NewestFirst implements Lane {
  #free: number;
  readonly #waiting: Array<Deferred.Deferred<void>> = [];

  constructor(limit: number) {
    this.#free = limit;
  }

  letIn(call: Call): Call {
    return Effect.uninterruptibleMask((restore) => {
      const turn: Deferred.Deferred<void> = Deferred.makeUnsafe();
      this.#waiting.push(turn);
      this.#giveTurns();
      const wait = unlessStoppedMeanwhile(Deferred.await(turn));
      return Effect.ensuring(
        restore(Effect.andThen(wait, Effect.andThen(unlessStopped, call))),
        Effect.sync(() => this.#leave(turn)),
      );
    });
  }

  #leave(turn: Deferred.Deferred<void>): void {
    const place = this.#waiting.lastIndexOf(turn);
    if (place >= 0) this.#waiting.splice(place, 1);
    else {
      this.#free++;
      this.#giveTurns();
    }
  }

  #giveTurns(): void {
    while (this.#free > 0) {
      const turn = this.#waiting.pop();
      if (turn === undefined) return;
      this.#free--;
      Deferred.doneUnsafe(turn, Exit.void);
    }
  }
}
