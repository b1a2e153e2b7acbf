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
import type { NotUtf8 } from "../input/assumed_utf8.ts";
import type { Input } from "../input/open.ts";
import type { Invocation } from "../invocation.ts";
import { displayCheck } from "../progress/display.ts";
import { keylessLines } from "./keyless.ts";
import { noticeLines, seenLines } from "./seen.ts";
import { isTooMuch } from "../share.ts";
import { sayUnreadable, type Survey, survey } from "./survey.ts";

/** What was decided. */
export interface Checked {
  /** The input to import. */
  readonly input: Input;
  /** The exit status, if nothing may be sent. */
  readonly stop: ExitCode | undefined;
  /** The number of rows, if they were counted. */
  readonly rows: number | undefined;
}

type Given = ImportArguments & { readonly file: string };

const print = (lines: ReadonlyArray<string>) =>
  Effect.sync(() => {
    for (const line of lines) console.error(line);
  });

/** Looks at a file, unless `--no-check` says otherwise. */
export const checkBefore = Effect.fnUntraced(
  function* (given: Given, opened: Input, invocation: Invocation) {
    const { stop: stopSignal, texts } = invocation;
    if (given.noCheck || opened.size === undefined) {
      yield* print(noticeLines(opened.notices, texts));
      const unchecked: Checked = { input: opened, stop: undefined, rows: undefined };
      return unchecked;
    }
    const looked = yield* Effect.raceFirst(
      look(given, opened, invocation),
      Effect.as(Deferred.await(stopSignal), undefined),
    );
    if (looked === undefined) {
      const stopped: Checked = { input: opened, stop: exitCodes.interrupted, rows: undefined };
      return stopped;
    }
    const { found, input } = looked;
    const { total, unreadable } = found;
    const rejected = found.invalid + found.repeated;
    const seen = { file: given.file, allColumns: false };
    const hasRows = total > 0 || unreadable === undefined;
    if (hasRows) {
      yield* print([
        ...seenLines(seen, input, found, texts),
        ...keylessLines(given, found, texts),
      ]);
    }
    const stop = stopOf(given, found);
    if (stop !== undefined) {
      yield* print([
        ...found.findings.lines(texts, input.unit),
        ...(unreadable === undefined ? [] : [sayUnreadable(found, texts)]),
        ...(stop === exitCodes.tooManyRejected
          ? [texts.seen.tooMany(rejected, total, given.maxRejected?.text ?? "")]
          : []),
        texts.seen.nothingSent,
      ]);
    }
    const checked: Checked = { input, stop, rows: total };
    return checked;
  },
);

interface Looked {
  readonly found: Survey;
  readonly input: Input;
}

/** Looks at the rows; if they are not as the beginning of the input promises, once more, with a look through the input. */
const look = Effect.fnUntraced(
  function* (given: Given, opened: Input, { texts }: Invocation) {
    const surveyOf = (input: Input): Effect.Effect<Looked, NotUtf8> =>
      Effect.scoped(
        Effect.andThen(
          given.noProgress ? Effect.void : displayCheck(input, texts),
          Effect.map(survey(given, input, texts), (found) => ({ found, input })),
        ),
      );
    const { lookThrough } = opened;
    if (lookThrough === undefined) return yield* Effect.orDie(surveyOf(opened));
    const looked = yield* Effect.catchTag(
      surveyOf(opened),
      "NotUtf8",
      () => Effect.succeed(undefined),
    );
    return looked !== undefined && looked.found.unreadable === undefined
      ? looked
      : yield* Effect.orDie(surveyOf(yield* lookThrough));
  },
);

const stopOf = (
  { maxRejected }: ImportArguments,
  { invalid, repeated, total, unreadable }: Survey,
): ExitCode | undefined => {
  if (unreadable !== undefined) return exitCodes.unusable;
  return maxRejected !== undefined && isTooMuch(maxRejected, invalid + repeated, total)
    ? exitCodes.tooManyRejected
    : undefined;
};
