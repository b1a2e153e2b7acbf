/**
 * A rejected row: which rows are rejects, and what is written of them whatever the format.
 *
 * @module
 */
import { isErrorValue } from "../../format/cut/table/cell.ts";
import { guardFormula } from "../../format/cut/table/formula.ts";
import type { Cells, InputRow } from "../input/rows.ts";
import { reasonField } from "../reason.ts";
import { reasonOf } from "../row_reason.ts";
import type { SettledRow } from "../rows_under_way.ts";
import type { Texts, Unit } from "../texts/table.ts";

/** A row that was certainly not created, and why. */
export interface Reject {
  readonly input: InputRow;
  /** Begins with the row's place in the input. */
  readonly reason: string;
}

/** The rejects among rows. */
export const rejectsOf = (
  rows: ReadonlyArray<SettledRow>,
  unit: Unit,
  texts: Texts,
): ReadonlyArray<Reject> =>
  rows.flatMap(({ fault, input, outcome, place }) => {
    const isReject = outcome._tag === "Rejected" || outcome._tag === "NotSent";
    if (input === undefined || !isReject) return [];
    const reason = reasonOf(outcome, fault, unit, texts);
    return [{ input, reason: `${texts.summary.at(unit, [place], 0)}: ${reason}` }];
  });

/** The names of the columns. The reason is the first one, where it stays in its place even if a row has too few cells. */
export const headerOf = ({ table }: Cells): ReadonlyArray<string> => [
  reasonField,
  ...guarded(table.header.filter((name) => name !== reasonField), table),
];

/** The cells of a row below them. */
export const cellsOf = ({ cells, faults, table }: Cells, reason: string): ReadonlyArray<string> => {
  const written = faults === undefined ? cells : cells.map((cell, i) => {
    const fault = faults.get(i);
    return fault === undefined || fault === "error value" && isErrorValue(cell) ? cell : faulty;
  });
  return guarded([reason, ...written.filter((_, i) => table.header[i] !== reasonField)], table);
};

/** The text of a cell with a fault, which must not pass for its value when the file is imported again. */
const faulty = "#####";

/** So the rejects are read like the input, and do no harm in a spreadsheet, also after they were saved as CSV. */
const guarded = (
  cells: ReadonlyArray<string>,
  { header }: Cells["table"],
): ReadonlyArray<string> => {
  const isOurs = header.includes(reasonField);
  return cells.map((cell) => guardFormula(cell, isOurs));
};
