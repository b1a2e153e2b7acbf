/**
 * Whether the caller of a JSON request is still there, right before the first of its customers are sent.
 *
 * Deno does not tell of a caller who leaves between the end of the body and the beginning of the answer. But it can't
 * read the end of a body whose caller is gone. So the end is left until the first customers are to be sent, after all
 * waits.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { Confirmations } from "../call/confirm.ts";
import { CurrentRun } from "../call/run.ts";
import { Outcome } from "../outcome/model.ts";

/**
 * Runs an import that sends nothing if the caller is gone when its first request would leave. `readEnd` reads the end of
 * the body, if it was left, and says whether the caller was still there.
 */
export const whileThere = (
  readEnd: (() => Promise<boolean>) | undefined,
): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R> => {
  if (readEnd === undefined) return (effect) => effect;
  let isThere: Promise<boolean> | undefined;
  const look = () => isThere ??= readEnd();
  const isGone = Effect.map(
    Effect.zip(Effect.promise(look), CurrentRun),
    ([isThere, run]) => {
      if (!isThere) run?.spend("interrupted");
      return !isThere;
    },
  );
  return (effect) =>
    effect.pipe(
      Effect.provideService(Confirmations, [
        ({ items }) =>
          Effect.map(isGone, (isGone) => items.map(() => isGone ? callerIsGone : undefined)),
      ]),
      // A body that is not read to its end costs its connection.
      Effect.ensuring(Effect.sync(look)),
    );
};

const callerIsGone = /* @__PURE__ */ Outcome.notSent("not sent: the caller was gone");
