/**
 * A gate that lets a limited number of calls in at a time, in the order in which they came.
 *
 * A call that finds a free place starts at once. A call that waits when its import stops is given up, and fails
 * with the reason. A call that leaves hands its place to the first call in the queue, so that no new call can
 * overtake those that wait.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { ifNotStopped, unlessStopped } from "../../call/run.ts";
import { turnUnlessStopped } from "../../call/wait.ts";
import { monotonicMillis } from "../../internal/monotonic.ts";
import type { BatchError } from "../../outcome/error.ts";

/** A call's turn: it comes when the call has a place. */
class Turn {
  #hasCome = false;
  #whenCome: (() => void) | undefined;

  come(): void {
    this.#hasCome = true;
    // Not at once, because it comes in the middle of the call that leaves: a long queue must not grow the stack.
    if (this.#whenCome !== undefined) queueMicrotask(this.#whenCome);
  }

  readonly whenCome = (then: () => void): void => {
    if (this.#hasCome) then();
    else this.#whenCome = then;
  };
}

/** The gate. */
export class Gate {
  #limit: number;
  /** The number of places that are taken, by calls inside or by calls whose turn has just come. */
  #taken = 0;
  /** The turns of the calls that wait. A turn that has come is no longer in the queue. */
  readonly #queue = new Set<Turn>();

  /** Lets `limit` calls in at a time. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Makes a call once it has a place. The call keeps the place until it ends. `waited` runs after a wait. */
  letIn<A>(
    call: Effect.Effect<A, BatchError>,
    waited: (millis: number) => Effect.Effect<void> = () => Effect.void,
  ): Effect.Effect<A, BatchError> {
    return Effect.suspend(() => {
      let isIn = false;
      let turn: Turn | undefined;
      // The place is taken below the finalizer that gives it back, so that no interruption comes between.
      const entered = Effect.withFiber((fiber) => {
        if (this.#taken < this.#limit) {
          this.#taken++;
          isIn = true;
          return ifNotStopped(fiber, call);
        }
        this.#queue.add(turn = new Turn());
        return this.#wait(turn, waited, call);
      });
      return Effect.onExitPrimitive(entered, () => {
        const hasTurn = turn !== undefined && !this.#queue.delete(turn);
        if (isIn || hasTurn) this.#leave();
        return undefined;
      });
    });
  }

  #wait<A>(
    turn: Turn,
    waited: (millis: number) => Effect.Effect<void>,
    call: Effect.Effect<A, BatchError>,
  ): Effect.Effect<A, BatchError> {
    return Effect.flatMap(monotonicMillis, (since) =>
      turnUnlessStopped(turn.whenCome).pipe(
        Effect.andThen(Effect.flatMap(monotonicMillis, (now) => waited(now - since))),
        Effect.andThen(Effect.andThen(unlessStopped, call)),
      ));
  }

  /** Changes the limit. Calls that are inside stay inside. */
  resize(limit: number): Effect.Effect<void> {
    return Effect.sync(() => {
      this.#limit = limit;
      this.#giveTurns();
    });
  }

  #leave(): void {
    this.#taken--;
    this.#giveTurns();
  }

  #giveTurns(): void {
    for (const turn of this.#queue) {
      if (this.#taken >= this.#limit) return;
      this.#taken++;
      this.#queue.delete(turn);
      turn.come();
    }
  }
}
