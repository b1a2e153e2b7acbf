/**
 * Before the first row is sent: tells what was seen in the input and what is wrong with it, and decides whether the import
 * may begin. A file is looked at as a whole.
 *
 * @module
 */
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import { type ExitCode, exitCodes } from "../exit_code.ts";
import type { ImportArguments } from "../flags.ts";
import type { Input } from "../input/open.ts";
import type { Invocation } from "../invocation.ts";
import { displayCheck } from "../progress/display.ts";
import { noticeLines, seenLines } from "./seen.ts";
import { isTooMuch } from "../share.ts";
import { sayUnreadable, type Survey, survey } from "./survey.ts";

/** What was decided. */
export interface Checked {
  /** The exit status, if nothing may be sent. */
  readonly stop: ExitCode | undefined;
  /** The number of rows, if they were counted. */
  readonly rows: number | undefined;
  /** Whether keys may be repeated. Where it was seen that none is, they need not be compared again. */
  readonly mayRepeat: boolean;
}

type Given = ImportArguments & { readonly file: string };

const print = (lines: ReadonlyArray<string>) =>
  Effect.sync(() => {
    for (const line of lines) console.error(line);
  });

/** Looks at a file, unless `--no-check` says otherwise. */
export const checkBefore = Effect.fnUntraced(
  function* (given: Given, input: Input, { stop: stopSignal, texts }: Invocation) {
    if (given.noCheck || input.size === undefined) {
      yield* print(noticeLines(input.notices, texts));
      const unchecked: Checked = { stop: undefined, rows: undefined, mayRepeat: true };
      return unchecked;
    }
    const found = yield* Effect.scoped(
      Effect.andThen(
        given.noProgress ? Effect.void : displayCheck(input, texts),
        Effect.raceFirst(
          survey(given, input, { texts, comparesContent: false }),
          Effect.as(Deferred.await(stopSignal), undefined),
        ),
      ),
    );
    if (found === undefined) {
      const stopped: Checked = { stop: exitCodes.interrupted, rows: undefined, mayRepeat: true };
      return stopped;
    }
    const { plan, unreadable } = found;
    const rejected = found.invalid + found.repeated;
    const { file, fullName } = given;
    const seen = { file, allColumns: false, isSplit: fullName === "split" };
    const hasRows = plan.total > 0 || unreadable === undefined;
    if (hasRows) yield* print(seenLines(seen, input, found, texts));
    const stop = stopOf(given, found);
    if (stop !== undefined) {
      yield* print([
        ...found.findings.lines(texts, input.unit),
        ...(unreadable === undefined ? [] : [sayUnreadable(found, texts)]),
        ...(stop === exitCodes.tooManyRejected
          ? [texts.seen.tooMany(rejected, plan.total, given.maxRejected?.text ?? "")]
          : []),
        texts.seen.nothingSent,
      ]);
    }
    const checked: Checked = { stop, rows: plan.total, mayRepeat: found.repeated > 0 };
    return checked;
  },
);

const stopOf = (
  { maxRejected }: ImportArguments,
  { invalid, plan, repeated, unreadable }: Survey,
): ExitCode | undefined => {
  if (unreadable !== undefined) return exitCodes.unusable;
  return maxRejected !== undefined && isTooMuch(maxRejected, invalid + repeated, plan.total)
    ? exitCodes.tooManyRejected
    : undefined;
};
