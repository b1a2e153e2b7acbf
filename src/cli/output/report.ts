/**
 * The report: what became of each row, as NDJSON. Each line has the index of its row, and the file's own number of it:
 * `line`, `row` of a sheet, or `element` of a list.
 *
 * **Its names and outcomes are for programs, and English in each language.** Its messages are for people, in the language of
 * the run; in English they are those of the library.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import type { Created, Outcome, Unchanged, Updated } from "../../outcome/model.ts";
import type { SettledRow } from "../rows_under_way.ts";
import { reasonOf } from "../row_reason.ts";
import { english } from "../texts/en.ts";
import type { UsageError } from "../usage_error.ts";
import { createFile, type OutputFile, type OutputOptions } from "./file.ts";

/** The language of the messages, and how rows are counted. */
export type ReportOptions = Pick<OutputOptions, "texts" | "unit">;

/** Makes the file of the report. */
export const openReport = (
  file: string,
  options: ReportOptions,
): Effect.Effect<OutputFile, UsageError, Scope.Scope> =>
  Effect.map(createFile(file), (append) => ({
    write: (rows) => append(rows.map((row) => reportLine(row, options)).join("")),
    finish: append(""),
  }));

const reportLine = (row: SettledRow, { texts, unit }: ReportOptions): string => {
  const { fault, index, outcome, place } = row;
  if ("customerId" in outcome) {
    return `{"index":${index},"${unit}":${place},${existing(outcome)}}\n`;
  }
  const message = texts === english ? outcome.message : reasonOf(outcome, fault, unit, texts);
  return `${JSON.stringify({ index, [unit]: place, ...reported(outcome, message) })}\n`;
};

/** Nearly all lines are about customers that exist; a template writes those faster than `JSON.stringify`. */
const existing = (outcome: Created | Updated | Unchanged): string => {
  const customer = `"customer_id":${JSON.stringify(outcome.customerId)}`;
  if (outcome._tag === "Created") return `"outcome":"created",${customer}`;
  if (outcome._tag === "Updated") {
    const { fields } = outcome;
    return `"outcome":"updated",${customer}${
      fields === undefined ? "" : `,"fields":${JSON.stringify(fields)}`
    }`;
  }
  return `"outcome":"unchanged",${customer}${outcome.differs ? ',"differs":true' : ""}`;
};

const reported = (
  outcome: Exclude<Outcome, Created | Updated | Unchanged>,
  message: string,
): object => {
  switch (outcome._tag) {
    case "Rejected":
      return { outcome: "rejected", status: outcome.status, message };
    case "Unknown":
      return { outcome: "unknown", message, request_id: outcome.requestId };
    case "NotSent":
      return { outcome: "not_sent", message, request_id: outcome.requestId };
  }
};
