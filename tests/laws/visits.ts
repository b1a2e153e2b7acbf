/** Runs on machines of their own: they begin at any time, die, are interrupted, or fall asleep. */
import type { JournalStore } from "../../mod.ts";
import { policy } from "../../src/policy/mod.ts";
import type { Sandbox } from "../../src/sandbox/mod.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Schema from "effect/Schema";
import { assert } from "../support/assert.ts";
import { Machine } from "../support/machine.ts";
import { turn } from "./run.ts";

/** When a run begins, and what happens to it, in turns of the clock. */
export interface Visit {
  readonly startAt: number;
  readonly endAt: number;
  /** Whether its machine dies at the end, or the run is interrupted. */
  readonly dies: boolean;
  /** How many seconds pass before each call, where the machine may fall asleep. */
  readonly pause: number;
  readonly sleepAt: number;
  readonly wakeAt: number;
  /** The share of the store's operations that go wrong. */
  readonly trouble: number;
  /** How far its rows are moved. Its batches are larger by as much. */
  readonly shift: number;
}

/** One of some numbers. */
export const among = <const Numbers extends readonly [number, ...Array<number>]>(
  ...numbers: Numbers
) => Arbitrary.schema(Schema.Literals(numbers));

/** Any visit. */
export const visits: Arbitrary.Arbitrary<Visit> = Arbitrary.all({
  startAt: among(0, 0, 1, 2, 8, 30),
  lasts: among(1, 2, 5, 12, 1000, 1000),
  dies: Arbitrary.schema(Schema.Boolean),
  pause: among(0, 1, 15, 150),
  trouble: among(0, 0.2, 0.5),
  sleepsAfter: among(0, 1, 2, 5, 1000),
  sleepsFor: among(1, 5, 15, 40),
  shift: among(0, 1, 3),
}).pipe(
  Arbitrary.map(({ dies, lasts, pause, shift, sleepsAfter, sleepsFor, startAt, trouble }) => ({
    startAt,
    endAt: startAt + lasts,
    dies,
    pause,
    trouble,
    sleepAt: startAt + sleepsAfter,
    wakeAt: startAt + sleepsAfter + sleepsFor,
    shift,
  })),
);

/** A visit that nothing disturbs. */
export const undisturbed: Visit = {
  ...{ startAt: 0, endAt: -1, sleepAt: -1, wakeAt: -1 },
  ...{ dies: false, pause: 0, trouble: 0, shift: 0 },
};

/** Waits before each call. */
export const pausing = (seconds: number) =>
  policy((next) =>
    Effect.succeed((batch) => Effect.andThen(Effect.sleep(seconds * 1000), next(batch)))
  );

/** More turns than any run takes: 20 hours. */
const maxTurns = 7200;

/** Makes all visits, each on a machine of its own. Ends when all have ended. */
export const visit = Effect.fnUntraced(
  function* <V extends Visit, A>(
    visits: ReadonlyArray<V>,
    run: (visit: V) => Effect.Effect<A, never, Sandbox | JournalStore>,
  ) {
    const fibers: Array<Fiber.Fiber<A>> = [];
    const machines = visits.map(({ trouble }) => new Machine(trouble));
    const isOver = () => visits.every((_, i) => fibers[i]?.pollUnsafe() !== undefined);
    for (let now = 0; !isOver(); now++) {
      assert(now < maxTurns, "law 7: the runs do not end");
      for (const [i, visit] of visits.entries()) {
        const { dies, endAt, sleepAt, startAt, wakeAt } = visit;
        if (now === sleepAt) machines[i].sleep();
        if (now === wakeAt) machines[i].wake();
        if (now === startAt) fibers[i] = yield* Effect.forkChild(machines[i].run(run(visit)));
        if (now === endAt) {
          if (dies) machines[i].die();
          fibers[i].interruptUnsafe();
        }
      }
      yield* turn;
    }
    return yield* Effect.forEach(fibers, (fiber) => Fiber.await(fiber));
  },
);
