/** The records of CSV. */
import { type CsvRecord, RecordCutter } from "../../../src/format/cut/records.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { assert, assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { holds } from "../../support/property.ts";
import { csv, rowsOf } from "../rows.ts";

it.effect("CSV: a quotation mark that is not closed or out of place costs only its line", function* () {
  const text = 'surname,note\nA,1\n"B,2\nC,"x"y\n"D\nE",3\nF,G "H" I\n';
  const outOfPlace = "is not valid CSV: a quotation mark is out of place or not closed";
  for (const piece of [1, 7, 1000]) {
    assertEquals(yield* rowsOf(csv, text, piece), [
      { surname: "A", note: "1" },
      `line 3 ${outOfPlace}`,
      `line 4 ${outOfPlace}`,
      { surname: "D\nE", note: "3" },
      { surname: "F", note: 'G "H" I' },
    ]);
  }
});

it.effect("CSV: a row that is too long costs only its first line, and the lines after it are read", function* () {
  const text = `surname,note\nA,1\n"${"x".repeat(2000)}\nB,2\n`;
  assertEquals(yield* rowsOf(csv, text, 100, 1000), [
    { surname: "A", note: "1" },
    "line 3 begins a row that is too long; perhaps a quotation mark is not closed",
    { surname: "B", note: "2" },
  ]);
});

it.effect("CSV: lines end with LF, CRLF or CR", function* () {
  for (const end of ["\n", "\r\n", "\r"]) {
    assertEquals(yield* rowsOf(csv, `surname,name${end}A,B${end}C,D${end}`, 3), [
      { surname: "A", name: "B" },
      { surname: "C", name: "D" },
    ]);
  }
});

/** The records of a text that comes in pieces. */
const recordsOf = (pieces: Iterable<string>, maxLength = 1000): ReadonlyArray<CsvRecord> => {
  const records: Array<CsvRecord> = [];
  const cutter = new RecordCutter(";", maxLength, (record) => records.push(record));
  for (const piece of pieces) cutter.add(piece);
  cutter.finish();
  return records;
};

Deno.test("CSV: a bad line is kept as a whole, wherever it is cut", () => {
  const [record] = recordsOf(['"a"', "b;", "c;d", '\n"e"\n']);
  assertEquals("row" in record && record.line, '"a"b;c;d');
});

Deno.test("CSV: a record may be as long as allowed, its line end not counted", () => {
  assertEquals(recordsOf(["abcd;f\r\n", "ab;def\n", "abc;ef"], 6), [
    ["abcd", "f"],
    ["ab", "def"],
    ["abc", "ef"],
  ]);
  const [record] = recordsOf(["abcdefg\n"], 6);
  assertEquals("row" in record && record.line, "abcdef");
});

Deno.test("CSV: the numbers of lines count the lines in cells", () => {
  const records = recordsOf(['a\n"b\r\nc\rd\ne";f\r\n\r\n"g"h\n']);
  const [bad] = records.filter((record) => "row" in record);
  assertEquals(bad.row.message.split(" is ")[0], "line 7");
});

Deno.test("CSV: work is linear in the text, however small its pieces are", () => {
  const count = 1_000_000;
  const began = performance.now();
  for (const piece of ["x", "\n", '""']) {
    const pieces = ['"', ...Array.from({ length: count }, () => piece), '"\n'];
    const [[cell]] = recordsOf(pieces, 3 * count) as ReadonlyArray<ReadonlyArray<string>>;
    assertEquals(cell.length, count);
  }
  // A quadratic reader takes minutes.
  assert(performance.now() - began < 20_000);
});

Deno.test("CSV: work is linear where every line opens a cell that the next line closes", () => {
  const lines = 200_000;
  const began = performance.now();
  const records = recordsOf(['x";"z\n'.repeat(lines)], 1_048_576);
  assertEquals(records.length, lines);
  assert(records.every((record) => "row" in record));
  // A reader without a budget for bad records takes hours.
  assert(performance.now() - began < 20_000);
});

Deno.test("CSV: bad records here and there do not use up the budget", () => {
  const lines = Array.from({ length: 30_000 }, (_, i) => i % 3 === 0 ? '"a"x;b\n' : "c;d\n");
  const records = recordsOf([lines.join("")], 100);
  assertEquals(records.filter((record) => !("row" in record)).length, 20_000);
});

const sign = Schema.Literals(["a", "b", ";", '"', '"', '""', '";"', "\n", "\r", "\r\n"]);

holds(
  "CSV: records do not depend on where the text is cut",
  Arbitrary.all({
    signs: Arbitrary.array(Arbitrary.schema(sign), { maxLength: 30 }),
    piece: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 5 }))),
    maxLength: Arbitrary.schema(Schema.Literals([1, 6, 12, 1000])),
  }),
  ({ maxLength, piece, signs }) =>
    Effect.sync(() => {
      const text = signs.join("");
      const pieces = Array.from(
        { length: Math.ceil(text.length / piece) },
        (_, i) => text.slice(i * piece, (i + 1) * piece),
      );
      assertEquals(recordsOf(pieces, maxLength), recordsOf([text], maxLength));
    }),
  { runs: 3000 },
);
