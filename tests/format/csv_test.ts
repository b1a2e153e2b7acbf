/** Rows from CSV. */
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { assert, assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { holds } from "../support/property.ts";
import { csv, rowsOf } from "./rows.ts";

const header = "surname;email;address.city;custom_fields.Dział.A;vip\n";

it.effect("CSV: the header names fields, nested ones by path", function* () {
  const text = `${header}Kowalska;a@x.pl | b@x.pl;Łódź;sprzedaż;tak\n`;
  assertEquals(yield* rowsOf(csv, text), [{
    surname: "Kowalska",
    email: ["a@x.pl", "b@x.pl"],
    address: { city: "Łódź" },
    custom_fields: { "Dział.A": "sprzedaż" },
    vip: true,
  }]);
});

it.effect("CSV: an empty cell is a field that is not given", function* () {
  assertEquals(yield* rowsOf(csv, `${header}Nowak;;;;\n`), [{ surname: "Nowak" }]);
});

it.effect("CSV: a quoted cell may have delimiters, line ends and quotation marks in it", function* () {
  const text = 'surname,note\r\n"Nowak, Jan","line 1\nline ""2"""\r\nB,\r\n';
  assertEquals(yield* rowsOf(csv, text), [
    { surname: "Nowak, Jan", note: 'line 1\nline "2"' },
    { surname: "B" },
  ]);
});

it.effect("CSV: blank lines before the header are passed over", function* () {
  assertEquals(yield* rowsOf(csv, "\r\n\nsurname,name\nA,B"), [{ surname: "A", name: "B" }]);
});

it.effect("CSV: a header with 1000 columns is read in one pass", function* () {
  const columns = Array.from({ length: 1000 }, (_, i) => `address.${i}`);
  const [row] = yield* rowsOf(csv, `${columns}\n${columns.map(() => "x")}`, 65_536, 100_000);
  assertEquals(Object.keys((row as { address: object }).address).length, 1000);
});

it.effect("CSV: a row with too few or too many cells costs only itself", function* () {
  assertEquals(yield* rowsOf(csv, "surname;name\nA\nB;C\nD;E;F\n\nG;H"), [
    "line 2 has 1 cell, the header 2",
    { surname: "B", name: "C" },
    "line 4 has 3 cells, the header 2",
    { surname: "G", name: "H" },
  ]);
});

it.effect("CSV: a header alone, and an empty input, have no rows", function* () {
  assertEquals(yield* rowsOf(csv, "surname;name\n"), []);
  assertEquals(yield* rowsOf(csv, "surname"), []);
  assertEquals(yield* rowsOf(csv, ""), []);
});

it.effect("CSV: a field named __proto__ is a field", function* () {
  const [row] = yield* rowsOf(csv, "surname;__proto__\nA;B");
  assertEquals(Object.entries(row as object), [["surname", "A"], ["__proto__", "B"]]);
});

holds(
  "CSV gives back what was written, wherever its bytes are cut",
  Arbitrary.all({
    values: Arbitrary.array(Arbitrary.schema(Schema.String), { minLength: 1, maxLength: 10 }),
    piece: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 9 }))),
  }),
  ({ piece, values }) => {
    // White space at the ends is taken off, and NUL is refused.
    const cells = values.map((value) => `x${value.toWellFormed().replaceAll("\0", "")}x`);
    const text = ["note;name", ...cells.map((cell) => `"${cell.replaceAll('"', '""')}";K`)];
    return Effect.map(rowsOf(csv, text.join("\r\n"), piece, 1e6), (rows) => {
      assertEquals(rows, cells.map((note) => ({ note, name: "K" })));
      assert(rows.length > 0);
    });
  },
  { runs: 200 },
);
