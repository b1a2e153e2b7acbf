/** Work that takes real time while the clock is virtual, as a statement that a database runs: the clock waits for it. */
import * as Effect from "effect/Effect";
import { setImmediate } from "node:timers";

let running = 0;

/** Marks an effect as such work. */
export const realWork = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    running++;
    return Effect.ensuring(work, Effect.sync(() => running--));
  });

const others = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Lets other fibers work, until none of them waits for such work. */
export const untilOthersWait: Effect.Effect<void> = Effect.promise(async () => {
  do {
    await others();
  } while (running > 0);
});

/** Ends when no fiber waits for such work. */
export const untilRealWorkEnds: Effect.Effect<void> = Effect.suspend(() =>
  running > 0 ? untilOthersWait : Effect.void
);
