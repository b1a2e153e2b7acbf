/** The delimiter of CSV. */
import { assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { csv, csvWith, rowsOf } from "../rows.ts";

for (const [name, delimiter] of [["semicolon", ";"], ["comma", ","], ["tab", "\t"]] as const) {
  it.effect(`CSV: a ${name} is detected`, function* () {
    const text = ["surname", "name"].join(delimiter) + "\n" + ["A", "B"].join(delimiter);
    assertEquals(yield* rowsOf(csv, text), [{ surname: "A", name: "B" }]);
  });
}

it.effect("CSV: a character in quotation marks is not counted as a delimiter", function* () {
  assertEquals(yield* rowsOf(csv, '"custom_fields.a;b;\nc",surname\nx,A'), [
    { surname: "A", custom_fields: { "a;b; c": "x" } },
  ]);
});

it.effect("CSV: Excel's first line names the delimiter and is no header", function* () {
  const text = 'sep=|\r\nsurname|name\nA;|B,\n"C|D';
  for (const piece of [1, 6, 1000]) {
    assertEquals(yield* rowsOf(csv, text, piece), [
      { surname: "A;", name: "B," },
      "line 4 is not valid CSV: a quotation mark is out of place or not closed",
    ]);
  }
});

it.effect("CSV: a given delimiter counts more than the one that is detected", function* () {
  const read = csvWith({ delimiter: "|" });
  assertEquals(yield* rowsOf(read, "surname|a;b;c\nA|B"), [{ surname: "A", "a;b;c": "B" }]);
});
