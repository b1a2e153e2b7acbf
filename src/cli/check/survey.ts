/**
 * Looks at the whole input before a row of it is sent: reads and checks all rows, and finds repeated keys. What would stop
 * the import in the middle is found here, and all that is wrong with rows is told at once. The dry run is this look and
 * nothing else.
 *
 * A pipe can't be read twice, so that only a dry run looks at it.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import type { AddBatch } from "../../batch/model.ts";
import type { FormatError } from "../../format/error.ts";
import { type ImportPlan, planImport } from "../../import/plan.ts";
import type { BadRow } from "../../import/unit.ts";
import { sayFormatError } from "../ending.ts";
import { type ImportArguments, profileOf } from "../flags.ts";
import { Findings } from "./findings.ts";
import { rowsFrom } from "./from_place.ts";
import type { Input } from "../input/open.ts";
import { shownFault } from "../row_reason.ts";
import { RowsUnderWay } from "./rows_under_way.ts";
import type { Texts } from "../texts/table.ts";

/** What was found. */
export interface Survey {
  /** The counts; of repeated rows, those that are equal to an earlier row and have no key. */
  readonly plan: ImportPlan;
  /** Rows that break rules or can't be read. */
  readonly invalid: number;
  /** Rows whose key occurred before. They are rejected. */
  readonly repeated: number;
  readonly findings: Findings;
  /** Why the input can't be read to its end, if so. */
  readonly unreadable: FormatError | undefined;
}

/** Why the input can't be read. Without a row before it, nothing could be read at all. */
export const sayUnreadable = ({ plan, unreadable }: Survey, texts: Texts): string => {
  const problem = unreadable === undefined ? "" : sayFormatError(unreadable, texts);
  return plan.total === 0 ? problem : texts.seen.unreadable(problem);
};

/** How an input is looked at. */
export interface SurveyOptions {
  readonly texts: Texts;
  /** Whether rows without a key are compared with all earlier ones. */
  readonly comparesContent: boolean;
  /** Runs with each batch that would be sent; `placeOf` gives the place of a row by its index. */
  readonly onBatch?:
    | ((batch: AddBatch, placeOf: (index: number) => number) => Effect.Effect<void>)
    | undefined;
}

/** Looks at the input. */
export const survey = (
  given: ImportArguments,
  input: Pick<Input, "rows" | "unit">,
  { comparesContent, onBatch, texts }: SurveyOptions,
): Effect.Effect<Survey> =>
  Effect.suspend(() => {
    const { unit } = input;
    const underWay = new RowsUnderWay({
      unit,
      keepsRows: false,
      key: given.allowDuplicates ? undefined : given.key,
    });
    const findings = new Findings();
    let repeated = 0;
    let unreadable: FormatError | undefined;
    const onInvalid = (rows: ReadonlyArray<BadRow>) => {
      for (const { fault, outcome, place } of underWay.settle(rows)) {
        const isRepeat = fault !== undefined && "first" in fault;
        if (isRepeat) repeated++;
        const text = shownFault(outcome, fault, unit, texts) ?? "";
        findings.add(text, isRepeat ? texts.summary.like(place, fault.first) : place);
      }
    };
    const rows = rowsFrom(input, given.fromLine, underWay).pipe(
      Stream.catch((error) => {
        unreadable = error;
        return Stream.empty;
      }),
    );
    return Effect.map(
      planImport(rows, {
        profile: profileOf(given),
        nulls: given.nulls,
        maxCustomers: given.batchSize,
        maxListed: 0,
        duplicateWindow: comparesContent ? Infinity : 0,
        check: underWay.check,
        onInvalid,
        onBatch: (batch) =>
          Effect.map(
            onBatch?.(batch, (index) => underWay.placeOf(index)) ?? Effect.void,
            () => underWay.forget((batch.items.at(-1)?.index ?? 0) + 1),
          ),
      }),
      (plan) => ({ plan, invalid: plan.invalid - repeated, repeated, findings, unreadable }),
    );
  });
