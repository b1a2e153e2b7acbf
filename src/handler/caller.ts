/**
 * Nothing more is sent for a caller who is gone, as far as the body shows it: the body broke off, or its end can't be
 * read. It is looked for right before each request, after all waits.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { Confirmations } from "../call/confirm.ts";
import { CurrentRun } from "../call/run.ts";
import { Outcome } from "../outcome/model.ts";
import type { PieceReader } from "../internal/piece_reader.ts";

/**
 * For an import: sends only while the caller is there. `reader` reads the caller's body. If all announced bytes came, and
 * the end of the body does not follow within `seconds`, the caller counts as gone.
 */
export const whileThere = (reader: PieceReader, seconds: number): Context.Context<never> => {
  const isThere = Effect.zipWith(
    Effect.timeoutOrElse(Effect.promise(() => reader.isSenderThere()), {
      duration: Duration.seconds(seconds),
      orElse: () => Effect.succeed(false),
    }),
    CurrentRun,
    (isThere, run) => {
      if (!isThere) run?.spend("interrupted");
      return isThere;
    },
  );
  return Context.make(Confirmations, [
    ({ items }) =>
      Effect.map(isThere, (isThere) => items.map(() => isThere ? undefined : callerIsGone)),
  ]);
};

const callerIsGone = /* @__PURE__ */ Outcome.notSent("not sent: the caller was gone");
