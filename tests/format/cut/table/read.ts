/** What a reader makes of tables. */
import { CsvCutter, type CsvTextOptions } from "../../../../src/format/cut/csv.ts";
import type { Problem } from "../../../../src/format/cut/problem.ts";
import type { Findings } from "../../../../src/format/cut/table/findings.ts";
import type { TableOptions } from "../../../../src/format/cut/table/options.ts";
import { TableReader, type TableRow } from "../../../../src/format/cut/table/reader.ts";
import type { TableRecord } from "../../../../src/format/cut/table/record.ts";
import { UnreadableRecord } from "../../../../src/format/cut/unreadable_record.ts";
import { assert } from "../../../support/assert.ts";

/** What became of a table. */
export interface ReadTable {
  readonly rows: ReadonlyArray<TableRow>;
  readonly problem: Problem | undefined;
  readonly findings: Findings;
}

/** Reads a text in pieces of so many characters. */
export const readText = (
  text: string,
  options: Partial<CsvTextOptions> = {},
  piece = text.length + 1,
): ReadTable => {
  const cutter = new CsvCutter({ maxRowLength: 10_000, required: "surname", ...options });
  const rows: Array<TableRow> = [];
  for (let at = 0; at < text.length; at += piece) {
    const read = cutter.add(text.slice(at, at + piece));
    if ("problem" in read) return { rows, problem: read.problem, findings: cutter.findings };
    rows.push(...read);
  }
  const last = cutter.finish();
  return "problem" in last
    ? { rows, problem: last.problem, findings: cutter.findings }
    : { rows: [...rows, ...last], problem: undefined, findings: cutter.findings };
};

/** Reads the rows of a sheet. */
export const readSheet = (
  records: ReadonlyArray<TableRecord>,
  options: TableOptions = {},
): ReadTable => {
  const reader = new TableReader({ unit: "row" }, { required: "surname", ...options });
  for (const record of records) reader.add(record);
  reader.finish();
  const read = reader.takeRows();
  const { findings } = reader;
  return "problem" in read
    ? { rows: [], problem: read.problem, findings }
    : { rows: read, problem: undefined, findings };
};

/** The customer, or the code of what is wrong. */
export const valueOf = ({ row }: TableRow): unknown =>
  row instanceof UnreadableRecord ? row.problem.code : row;

/** The customer of a row of cells by the names of their columns; or the code of what is wrong. */
export const customerOf = (
  row: { readonly [name: string]: string },
  options: TableOptions = {},
): unknown => {
  const reader = new TableReader({ unit: "line", delimiter: ";" }, options);
  reader.add({ cells: Object.keys(row), place: 1 });
  reader.add({ cells: Object.values(row), place: 2 });
  const read = reader.takeRows();
  assert(!("problem" in read), JSON.stringify(read));
  assert(read.length === 1, "no row");
  return valueOf(read[0]);
};
