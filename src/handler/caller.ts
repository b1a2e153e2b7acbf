/**
 * Nothing more is sent for a caller who is gone, as far as the body shows it: the body broke off, or its end can't be
 * read. It is looked for right before each request, after all waits.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Confirm } from "../call/confirm.ts";
import { CurrentRun } from "../call/run.ts";
import { Outcome } from "../outcome/model.ts";
import { inTime } from "./in_time.ts";
import type { PieceReader } from "../internal/piece_reader.ts";

/**
 * For an import: sends only while the caller is there. `reader` reads the caller's body. If all announced bytes came, and
 * the end of the body does not follow within `seconds`, the caller counts as gone.
 */
export const whileThere = (reader: PieceReader, seconds: number): ReadonlyArray<Confirm> => {
  const isThere = inTime(
    () => reader.isSenderThere(),
    1000 * seconds,
    () => Effect.succeed(false),
  );
  const confirm: Confirm = ({ items }) =>
    Effect.flatMap(isThere, (isThere) =>
      Effect.map(CurrentRun, (run) => {
        if (isThere) return items.map(() => undefined);
        run?.spend("interrupted");
        return items.map(() => callerIsGone);
      }));
  return [confirm];
};

/** When the service is asked to end, the server gives up bodies that are still coming: it looks the same. */
const callerIsGone = /* @__PURE__ */ Outcome.notSent(
  "not sent: the caller is gone, or this service is ending",
);
