/**
 * Looks at the whole input before a row of it is sent: reads and checks all rows, and finds repeated keys. What would stop
 * the import in the middle is found here, and all that is wrong with rows is told at once. A pipe can't be read twice, so
 * that nobody looks at it.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { FormatError } from "../../format/error.ts";
import { sayFormatError } from "../ending.ts";
import type { NotUtf8 } from "../input/assumed_utf8.ts";
import type { Input } from "../input/open.ts";
import type { Texts } from "../texts/table.ts";
import type { Findings } from "../findings.ts";
import { type CheckArguments, RowCheck } from "./rows.ts";

/** What was found. */
export interface Survey {
  readonly total: number;
  /** Rows that break rules or can't be read. */
  readonly invalid: number;
  /** Rows whose key occurred before. They are rejected. */
  readonly repeated: number;
  /** Valid rows without a key. */
  readonly keyless: number;
  readonly findings: Findings;
  /** Why the input can't be read to its end, if so. */
  readonly unreadable: FormatError | undefined;
}

/** Why the input can't be read. Without a row before it, nothing could be read at all. */
export const sayUnreadable = ({ total, unreadable }: Survey, texts: Texts): string => {
  const problem = unreadable === undefined ? "" : sayFormatError(unreadable, texts);
  return total === 0 ? problem : texts.seen.unreadable(problem);
};

/** Looks at the input. Fails if it was taken for UTF-8 and is not. */
export const survey = (
  given: CheckArguments,
  { unit, visit }: Pick<Input, "unit" | "visit">,
  texts: Texts,
): Effect.Effect<Survey, NotUtf8> =>
  Effect.suspend(() => {
    const check = new RowCheck(given, unit, texts);
    const unreadable = visit(check).pipe(
      Effect.as(undefined),
      Effect.catchTag("FormatError", (error) => Effect.succeed(error)),
    );
    return Effect.map(unreadable, (unreadable): Survey => {
      const { findings, invalid, keyless, repeated, total } = check;
      return { findings, invalid, keyless, repeated, total, unreadable };
    });
  });
