/** The header of CSV, and what makes it unusable. */
import * as Effect from "effect/Effect";
import { assertEquals } from "../../../support/assert.ts";
import { it } from "../../../support/it.ts";
import { csv, csvWith, rowsOf } from "../../rows.ts";

const broken: { readonly [what: string]: readonly [text: string | Uint8Array, message: string] } = {
  "two columns with a name": ["a;b;a\n1;2;3", "column 3 names the same field as column 1: a"],
  "two columns for a field": [
    "surname;Nazwisko\nA;B",
    "column 2 names the same field as column 1: surname",
  ],
  "a field and a part of it": [
    "address;address.city\nA;B",
    "column 1 names a field, and column 2 a part of it",
  ],
  "too many columns": [
    Array.from({ length: 1001 }, (_, i) => `c${i}`).join(";"),
    "there are more than 1000 columns",
  ],
  "bytes that are not UTF-8": [
    new Uint8Array([0x61, 0xff, 0x0a, 0x62]),
    "the header is not UTF-8: save the input in UTF-8, or name its encoding",
  ],
};

for (const [what, [text, message]] of Object.entries(broken)) {
  it.effect(`CSV: ${what} ends the input with a message, and no value`, function* () {
    const error = yield* Effect.flip(rowsOf(csv, text, 7, 10_000));
    assertEquals(error.message, message);
  });
}

it.effect("CSV: a header without the required column is probably a row of data", function* () {
  const read = csvWith({ required: "surname" });
  const error = yield* Effect.flip(rowsOf(read, "Kowalska;Anna\nNowak;Ewa"));
  assertEquals(
    error.message,
    "no column is named surname: the first row must be a header; it has 2 columns with the delimiter semicolon",
  );
});

it.effect("CSV: names that people's programs write stand for fields, other names for themselves", function* () {
  const text = " NAZWISKO ;kod_pocztowy;Identyfikator;x.Y;Nr faktury\nA;B;C;D;E";
  assertEquals(yield* rowsOf(csv, text), [{
    surname: "A",
    identifier: "C",
    "Nr faktury": "E",
    address: { postcode: "B" },
    x: { Y: "D" },
  }]);
});
