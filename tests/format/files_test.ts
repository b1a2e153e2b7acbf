/** Files as rows for `importCustomers`, with the file's own numbers of the rows. */
import {
  csvRows,
  fieldOfColumn,
  type FileRows,
  type Findings,
  jsonRows,
  ndjsonRows,
  ReferencedRow,
  sourceOfBytes,
  UnreadableRecord,
  xlsxRows,
} from "@thulium-effect/batch-customers/files";
import { writeXlsx } from "../../src/format/xlsx/write.ts";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { CustomerJson } from "../../src/customer/json.ts";

const bytesOf = (text: string) => Stream.make(new TextEncoder().encode(text));

/** Each row with its number, as text. */
const shown = <E>(rows: FileRows<E, never>) =>
  Effect.map(Stream.runCollect(rows), (all) =>
    Array.from(all, ({ reference, row }) => {
      const value = row instanceof CustomerJson ? row.customer : row;
      const text = value instanceof UnreadableRecord ? value.problem.code : JSON.stringify(value);
      return `${reference} ${text}`;
    }));

it.effect("rows of CSV have the lines of the file, below titles and around blank rows", function* () {
  const text = 'Klienci;;\n;;\nNazwisko;Nr tel.;Uwagi\nLis;600100200;"a\nb"\n;;\nKos;1;2;3\n';
  let findings: Findings | undefined;
  const rows = csvRows(bytesOf(text), { onFindings: (found) => findings = found });
  assertEquals(yield* shown(rows), [
    '4 {"surname":"Lis","phone_number":"600100200","note":"a\\nb"}',
    "7 cell-count",
  ]);
  assertEquals(findings?.columns.map(({ field }) => field), ["surname", "phone_number", "note"]);
});

it.effect("columns that stand for nothing refuse the file, unless they are left out", function* () {
  const bytes = bytesOf("Nazwisko,Kolor\nLis,x\n");
  const error = yield* Effect.flip(Stream.runDrain(csvRows(bytes)));
  assertEquals(error.problem?.code, "unknown-columns");
  const rows = yield* shown(csvRows(bytes, { unknownColumns: "skip" }));
  assertEquals(rows, ['2 {"surname":"Lis"}']);
});

it.effect("rows of NDJSON have lines, and those of JSON the numbers of the elements", function* () {
  const lines = '{"surname":"A"}\n\n{"surname"\n{"surname":"B"}\n';
  assertEquals(yield* shown(ndjsonRows(bytesOf(lines))), [
    '1 {"surname":"A"}',
    "3 line-json",
    '4 {"surname":"B"}',
  ]);
  for (const json of ['[{"surname":"A"},5]', '{"meta":1,"customers":[{"surname":"A"},5]}']) {
    assertEquals(yield* shown(jsonRows(bytesOf(json))), ['1 {"surname":"A"}', "2 5"]);
  }
  assertEquals(yield* shown(jsonRows(bytesOf('{"data":[{}]}'), { key: "data" })), ["1 {}"]);
});

it.effect("rows of a workbook have the numbers of the sheet", function* () {
  const book = writeXlsx([["Lis", "00-950"], ["", ""], ["Kos", ""]], {
    header: ["Nazwisko", "Kod pocztowy"],
  });
  const rows = xlsxRows(sourceOfBytes(book));
  assertEquals(yield* shown(rows), [
    '2 {"surname":"Lis","address":{"postcode":"00-950"}}',
    '4 {"surname":"Kos"}',
  ]);
});

Deno.test("a row of a file is one with a reference", () => {
  assertEquals(ReferencedRow.isOne(new ReferencedRow({}, 1)), true);
  assertEquals(ReferencedRow.isOne({ row: {}, reference: 1 }), false);
});

Deno.test("the field of a column's name is told if it is certain", () => {
  assertEquals(
    ["Nazwisko", "E-MAIL", "Geburtsdatum", "Nazwa", "custom_fields.Dział"].map(fieldOfColumn),
    ["surname", "email", "birthdate", undefined, "custom_fields.Dział"],
  );
});
