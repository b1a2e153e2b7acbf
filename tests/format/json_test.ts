/** Customers from a JSON document. */
import { LongNumber } from "../../src/internal/json.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { holds } from "../support/property.ts";
import { json, rowsOf } from "./rows.ts";

const customers = [{ surname: "Żuk" }, null, "x", { surname: "Lis" }];

for (const piece of [1, 7, 1000]) {
  it.effect(`JSON: a list is read element by element, from pieces of ${piece} bytes`, function* () {
    assertEquals(yield* rowsOf(json, JSON.stringify(customers, null, 2), piece), customers);
  });

  it.effect(`JSON: the list may be in an object, from pieces of ${piece} bytes`, function* () {
    const text = `\uFEFF \r\n\t${JSON.stringify({ total: 4, customers, more: [1] })}\n`;
    assertEquals(yield* rowsOf(json, text, piece), customers);
  });
}

it.effect("JSON: an empty list has no rows", function* () {
  assertEquals(yield* rowsOf(json, " [] "), []);
  assertEquals(yield* rowsOf(json, '{"customers":[]}'), []);
});

const long = new LongNumber("12345678901234567890", undefined);
const withNumbers = [
  { surname: "A", identifier: long },
  { surname: '[{"', note: '\\",12345678901234567890' },
  [1, [long], {}],
  "customers",
  { surname: "Ż", custom_fields: { a: long, b: 5 } },
  {},
  5,
];
/** Written with the numbers as they are. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_, part) => part instanceof LongNumber ? `<${part.text}>` : part, 1)
    .replace(/"<(\d+)>"/g, "$1");

for (const piece of [1, 2, 3, 7, 50, 1000]) {
  it.effect(`JSON: no number is changed, from pieces of ${piece} bytes`, function* () {
    assertEquals(yield* rowsOf(json, written(withNumbers), piece), withNumbers);
    const around = `{"before": [[{"customers": [1e400]}], "customers", 1e400], "a": {"b": [1e400]},
      "\\u0063ustomers" : ${written(withNumbers)} , "after": [1e400, [2]]}`;
    assertEquals(yield* rowsOf(json, around, piece), withNumbers);
    assertEquals(yield* rowsOf(json, '{"customers":[ ]}', piece), []);
    assertEquals(yield* rowsOf(json, ` [ 1 , ${long.text}]`, piece), [1, long]);
  });
}

holds(
  "JSON gives back what was written, with each number as it was, wherever its bytes are cut",
  Arbitrary.all({
    values: Arbitrary.array(Arbitrary.schema(Schema.Json), { maxLength: 8 }),
    piece: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 40 }))),
    isInObject: Arbitrary.schema(Schema.Boolean),
  }),
  ({ isInObject, piece, values }) => {
    const rows = values.map((value) => [value, long]);
    const text = isInObject ? `{"a":[1],"customers":${written(rows)},"b":[2]}` : written(rows);
    return Effect.map(
      rowsOf(json, text, piece, 1e6),
      (read) =>
        assertEquals(read, JSON.parse(JSON.stringify(values)).map((v: unknown) => [v, long])),
    );
  },
  { runs: 300 },
);

const broken: { readonly [what: string]: readonly [text: string, message: string] } = {
  "an object without the list": [
    '{"people":[]}',
    'the input must be a list of customers, or an object with a list "customers"',
  ],
  "a customer alone": [
    '{"surname":"Tajna"}',
    'the input must be a list of customers, or an object with a list "customers"',
  ],
  "a text that breaks off": [
    '[{"surname":"A"},{"surname":"Taj',
    "the input is not valid JSON, in what begins at character 33",
  ],
  "an element that is not valid JSON": [
    '[{"surname":"A"},{"surname":Tajna}]',
    "the input is not valid JSON, in what begins at character 18",
  ],
  "an element that is too large": [
    `["a","${"x".repeat(1000)}"]`,
    "what begins at character 6 is too large",
  ],
};

for (const [what, [text, message]] of Object.entries(broken)) {
  it.effect(`JSON: ${what} ends the input with a message, and no value`, function* () {
    const error = yield* Effect.flip(rowsOf(json, text, 7, 500));
    assertEquals(error.message, message);
  });
}
