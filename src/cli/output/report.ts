/**
 * The report: what became of each row, as NDJSON. It is for programs, and always in English. Each line has the index of its
 * row, and the file's own number of it: `line`, `row` of a sheet, or `element` of a list.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import type { Created, Outcome, Unchanged, Updated } from "../../outcome/model.ts";
import type { SettledRow } from "../check/rows_under_way.ts";
import type { Unit } from "../texts/table.ts";
import type { UsageError } from "../usage_error.ts";
import { createFile, type OutputFile } from "./file.ts";

/** Makes the file of the report. */
export const openReport = (
  file: string,
  unit: Unit,
): Effect.Effect<OutputFile, UsageError, Scope.Scope> =>
  Effect.map(createFile(file), (append) => ({
    write: (rows) => append(rows.map((row) => reportLine(row, unit)).join("")),
    finish: append(""),
  }));

const reportLine = ({ index, outcome, place }: SettledRow, unit: Unit): string =>
  "customerId" in outcome
    ? `{"index":${index},"${unit}":${place},${existing(outcome)}}\n`
    : `${JSON.stringify({ index, [unit]: place, ...reported(outcome) })}\n`;

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

const reported = (outcome: Exclude<Outcome, Created | Updated | Unchanged>): object => {
  switch (outcome._tag) {
    case "Rejected":
      return { outcome: "rejected", status: outcome.status, message: outcome.message };
    case "Unknown":
      return { outcome: "unknown", message: outcome.message, request_id: outcome.requestId };
    case "NotSent":
      return { outcome: "not_sent", message: outcome.message, request_id: outcome.requestId };
  }
};
