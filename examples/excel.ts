/**
 * A list from Excel, with columns as people name them. Who was not created goes into a file of rejects: the sheet's own row,
 * the reason, and the values, to be corrected and sent again.
 *
 * Run it with: deno run --allow-read=examples/data examples/excel.ts
 */
import { importCustomers, ReferencedRow } from "@thulium-effect/batch-customers";
import { sourceOfBytes, xlsxRows } from "@thulium-effect/batch-customers/files";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";

const workbook = await Deno.readFile(new URL("data/customers.xlsx", import.meta.url));
const columns = ["surname", "name", "email", "phone_number"];

/** Rows keep their place in the sheet, and are kept until their outcome is known. */
const rows = Stream.map(
  xlsxRows(sourceOfBytes(workbook)),
  (row) => new ReferencedRow(row.row, row),
);

const lineOf = (...cells: ReadonlyArray<unknown>) =>
  cells.map((cell) => `"${String(cell ?? "").replaceAll('"', '""')}"`).join(";") + "\n";

const valuesOf = (row: unknown): ReadonlyArray<unknown> => {
  const known = new Map(Object.entries(Object(row)));
  return columns.map((column) => known.get(column));
};

const program = Effect.gen(function* () {
  const rejects: Array<string> = [];
  yield* Stream.runForEach(importCustomers(rows), ({ outcome, reference }) =>
    Effect.sync(() => {
      // `Unknown` may exist: it is looked up by a person, or by `durablePolicies`, before it is sent again.
      const isSafe = outcome._tag === "Rejected" || outcome._tag === "NotSent";
      if (!isSafe || !ReferencedRow.isOne(reference)) return;
      rejects.push(lineOf(reference.reference, outcome.message, ...valuesOf(reference.row)));
    }));
  const { customers } = yield* Sandbox;
  console.log(`${(yield* customers).length} created, ${rejects.length} rejected`);
  return lineOf("row", "reason", ...columns) + rejects.join("");
});

const csv = await Effect.runPromise(Effect.provide(program, Sandbox.layerTest()));
// In a program: `Deno.writeTextFile("rejects.csv", "\uFEFF" + csv)`. The mark tells Excel that the file is UTF-8.
console.log(csv.trimEnd());
