/**
 * The look of a dry run: as the one before an import (`survey.ts`), and it plans the requests.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import type { AddBatch } from "../../batch/model.ts";
import type { FormatError } from "../../format/error.ts";
import { type ImportPlan, planImport } from "../../import/plan.ts";
import type { BadRow } from "../../import/unit.ts";
import { profileOf } from "../flags.ts";
import type { Input } from "../input/open.ts";
import { shownFault } from "../row_reason.ts";
import type { Texts } from "../texts/table.ts";
import { Findings } from "../findings.ts";
import { rowsFrom } from "../from_place.ts";
import { keyTextOfItem } from "./key_text.ts";
import type { CheckArguments } from "./rows.ts";
import { RowsUnderWay } from "../rows_under_way.ts";
import type { Survey } from "./survey.ts";

/** What was found, and what would be sent. */
export interface PlannedSurvey extends Survey {
  /** The counts; of repeated rows, those that are equal to an earlier row and have no key. */
  readonly plan: ImportPlan;
  /** The place of the last row before `--from-line`. */
  readonly lastSkipped: number | undefined;
}

/** How requests are planned. */
export interface PlanOptions {
  readonly texts: Texts;
  /** Runs with each batch that would be sent; `placeOf` gives the place of a row by its index. */
  readonly onBatch?:
    | ((batch: AddBatch, placeOf: (index: number) => number) => Effect.Effect<void>)
    | undefined;
}

/** Looks at the input, and plans the requests. */
export const surveyAndPlan = (
  given: CheckArguments,
  input: Pick<Input, "rows" | "unit">,
  { onBatch, texts }: PlanOptions,
): Effect.Effect<PlannedSurvey> =>
  Effect.suspend(() => {
    const { unit } = input;
    const underWay = new RowsUnderWay({
      unit,
      keepsRows: false,
      key: given.allowDuplicates ? undefined : given.key,
    });
    const findings = new Findings();
    const keyTextOf = keyTextOfItem(given.key);
    let repeated = 0;
    let keyless = 0;
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
        duplicateWindow: Infinity,
        check: underWay.check,
        onInvalid,
        onBatch: (batch) => {
          keyless += batch.items.filter((item) => keyTextOf(item) === undefined).length;
          return Effect.map(
            onBatch?.(batch, (index) => underWay.placeOf(index)) ?? Effect.void,
            () => underWay.forget((batch.items.at(-1)?.index ?? 0) + 1),
          );
        },
      }),
      (plan) => ({
        ...{
          plan,
          lastSkipped: underWay.lastSkipped,
          total: plan.total,
          invalid: plan.invalid - repeated,
        },
        ...{ repeated, keyless, findings, unreadable },
      }),
    );
  });
