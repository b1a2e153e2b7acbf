/** Customers from JSON, wherever they stand in it. */
import { LongNumber } from "../../src/internal/json.ts";
import type { Rows } from "../../src/format/cut/json_parts.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { anyJson } from "../support/any_json.ts";
import { assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { holds } from "../support/property.ts";
import { json, jsonIn, rowsOf } from "./rows.ts";

const customers = [{ surname: "Żuk" }, null, "x", { surname: "Lis" }];
const values = jsonIn({ in: "values" });
const at = (...keys: ReadonlyArray<string>) => jsonIn({ in: "list", keys });

for (const piece of [1, 7, 1000]) {
  it.effect(`JSON: a list is read element by element, from pieces of ${piece} bytes`, function* () {
    assertEquals(yield* rowsOf(json, JSON.stringify(customers, null, 2), piece), customers);
  });

  it.effect(`JSON: the list may be in an object, from pieces of ${piece} bytes`, function* () {
    const text = `\uFEFF \r\n\t${JSON.stringify({ total: 4, customers, more: [1] })}\n`;
    assertEquals(yield* rowsOf(at("customers"), text, piece), customers);
    const deep = JSON.stringify({ a: { rows: [1] }, b: { total: 1, rows: customers }, rows: [2] });
    assertEquals(yield* rowsOf(at("b", "rows"), deep, piece), customers);
  });
}

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
    assertEquals(yield* rowsOf(at("customers"), around, piece), withNumbers);
    assertEquals(yield* rowsOf(json, ` [ 1 , ${long.text}]`, piece), [1, long]);
  });
}

const [a, b] = [{ surname: "A" }, { surname: "B" }];
const habits: {
  readonly [what: string]: readonly [rows: Rows, text: string, read: ReadonlyArray<unknown>];
} = {
  "an empty list": [{ in: "list", keys: [] }, " [] ", []],
  "an empty text": [{ in: "list", keys: [] }, "", []],
  "commas too many": [{ in: "list", keys: [] }, '[{"surname":"A",},{"surname":"B"},]', [a, b]],
  "comments": [
    { in: "list", keys: [] },
    '[\n// "li]sta\n{"surname":"A"}, /* x " } **/ {"surname":"B"/**/}\n] // end',
    [a, b],
  ],
  "lists one after the other": [
    { in: "list", keys: [] },
    '[{"surname":"A"}]\n[{"surname":"B"}]',
    [a, b],
  ],
  "signs of comments and brackets in texts": [
    { in: "list", keys: [] },
    '["//","/*","[{","}]","\\\\\\"]"]',
    ["//", "/*", "[{", "}]", '\\"]'],
  ],
  "objects one after the other": [
    { in: "values" },
    '{"surname":"A"}{\n "surname":\n"B"\n}\r\n5 null\r"x y"',
    [a, b, 5, null, "x y"],
  ],
  "a sequence with record separators": [
    { in: "values" },
    '\x1e{"surname":"A"}\n\x1e{"surname":"B"}\n',
    [a, b],
  ],
  "an object with numbered rows": [
    { in: "members" },
    '{"0":{"surname":"A"},"1":{"surname":"B"}}',
    [a, b],
  ],
  "rows that cost only themselves": [
    { in: "list", keys: [] },
    `[{"surname":"A"},\n{"surname":NaN},\n{\n"a":1,"a":2},"${"x".repeat(500)}",{"surname":"B"}]`,
    [
      a,
      "line 2 begins a value that is not valid JSON",
      "line 3 begins an object that has a field twice",
      "line 4 begins a value that is longer than 100 characters",
      b,
    ],
  ],
};

for (const [what, [rows, text, expected]] of Object.entries(habits)) {
  it.effect(`JSON: ${what}, however the bytes are cut`, function* () {
    for (const piece of [1, 2, 3, 7, 1000]) {
      assertEquals(yield* rowsOf(jsonIn(rows), text, piece, 100), expected);
    }
  });
}

it.effect("JSON: a foreign byte costs only its row, and U+FFFD is a character", function* () {
  const bytes = new TextEncoder().encode('[{"surname":"?"},{"surname":"\uFFFD\\udc80"}]');
  bytes[bytes.indexOf(0x3f)] = 0xb3;
  for (const piece of [1, 5, 1000]) {
    assertEquals(yield* rowsOf(json, bytes, piece), [
      "line 1 is not UTF-8",
      { surname: "\uFFFD\udc80" },
    ]);
  }
});

holds(
  "JSON gives back what was written, with each number as it was, wherever its bytes are cut",
  Arbitrary.all({
    values: Arbitrary.array(anyJson, { maxLength: 8 }),
    piece: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 40 }))),
    place: Arbitrary.schema(Schema.Literals(["list", "object", "values"])),
  }),
  ({ piece, place, values: drawn }) => {
    const rows = drawn.map((value) => [value, long]);
    const [read, text] = place === "list"
      ? [json, written(rows)]
      : place === "object"
      ? [at("customers"), `{"a":[1],"customers":${written(rows)},"b":[2]}`]
      : [values, rows.map(written).join("")];
    return Effect.map(
      rowsOf(read, text, piece, 1e6),
      (read) =>
        assertEquals(read, JSON.parse(JSON.stringify(drawn)).map((v: unknown) => [v, long])),
    );
  },
  { runs: 300 },
);

const broken: { readonly [what: string]: readonly [rows: Rows, text: string, message: string] } = {
  "a text that breaks off": [
    { in: "list", keys: [] },
    '[{"surname":"A"},\n{"surname":"Taj',
    "it breaks off on line 2; perhaps it was not written to its end",
  ],
  "a text that is not closed": [
    { in: "list", keys: [] },
    '[{"surname":"Tajna},\n{"surname":"B"}]',
    "on line 1 a text has no closing quotation mark",
  ],
  "brackets that do not match": [
    { in: "list", keys: [] },
    '[{"surname":"A"}\n}',
    "brackets or commas do not match on line 2",
  ],
  "something before the list": [
    { in: "list", keys: [] },
    'Tajna [{"surname":"A"}]',
    "brackets or commas do not match on line 1",
  ],
  "something after the list": [
    { in: "list", keys: [] },
    '[{"surname":"A"}]\nTajna',
    "something follows after its end on line 2",
  ],
  "a second list of customers": [
    { in: "list", keys: ["customers"] },
    '{"customers":[{"surname":"A"}],\n"customers":[{"surname":"B"}]}',
    "a second list of customers begins on line 2",
  ],
  "a second object": [
    { in: "list", keys: ["customers"] },
    '{"customers":[{"surname":"A"}]}\n{"customers":[{"surname":"B"}]}',
    "something follows after its end on line 2",
  ],
};

for (const [what, [rows, text, message]] of Object.entries(broken)) {
  it.effect(`JSON: ${what} ends the input with a message, and no value`, function* () {
    for (const piece of [1, 7, 1000]) {
      const error = yield* Effect.flip(rowsOf(jsonIn(rows), text, piece, 500));
      assertEquals(error.message, `the input is not valid JSON: ${message}`);
    }
  });
}

const tokens: ReadonlyArray<string> = [
  ...['{"surname":"A"}', '"customers":', "[", "]", "{", "}", ",", ":", '"', "\\", "\n", "\r", " "],
  ...["/", "*", "//", "/*", "*/", "5", "null", "\x1e", "ż", '"a":[1,{"b":2}]', "[]", '""'],
];
const token = Schema.Literals(tokens as [string, ...Array<string>]);
const places: ReadonlyArray<Rows> = [
  { in: "values" },
  { in: "members" },
  { in: "list", keys: [] },
  { in: "list", keys: ["customers"] },
  { in: "list", keys: [undefined] },
];

holds(
  "any text gives the same rows and the same end, wherever its bytes are cut",
  Arbitrary.all({
    drawn: Arbitrary.array(Arbitrary.schema(token), { maxLength: 25 }),
    piece: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 9 }))),
  }),
  ({ drawn, piece }) =>
    Effect.gen(function* () {
      const text = drawn.join("");
      for (const rows of places) {
        const whole = yield* Effect.result(rowsOf(jsonIn(rows), text, 1000, 40));
        assertEquals(yield* Effect.result(rowsOf(jsonIn(rows), text, piece, 40)), whole);
      }
    }),
  { runs: 400 },
);
