/** Rows from NDJSON. */
import { LongNumber } from "../../src/internal/json.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { anyJson } from "../support/any_json.ts";
import { assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { holds } from "../support/property.ts";
import { ndjson, rowsOf } from "./rows.ts";

const encoder = new TextEncoder();

it.effect("NDJSON: lines end with LF or CRLF, blank ones are passed over", function* () {
  const text = '{"a":1}\r\n\n  \n{"b":"Ż\\n"}\n"last"';
  assertEquals(yield* rowsOf(ndjson, text), [{ a: 1 }, { b: "Ż\n" }, "last"]);
});

it.effect("NDJSON: a bad line costs only itself, and is named by its number", function* () {
  const bytes = encoder.encode('1\nnope\n2\n"x"\n3');
  bytes[bytes.indexOf(0x78)] = 0xff;
  assertEquals(yield* rowsOf(ndjson, bytes), [
    1,
    "line 2 is not valid JSON",
    2,
    "line 4 is not UTF-8",
    3,
  ]);
});

it.effect("NDJSON: a line that is too long costs only itself, however long it is", function* () {
  const long = `"${"x".repeat(100)}"`;
  assertEquals(yield* rowsOf(ndjson, `1\n${long}\n2`, 7, 10), [
    1,
    "line 2 is longer than 10 bytes",
    2,
  ]);
  assertEquals(yield* rowsOf(ndjson, '"12345678"\r\n2', 3, 10), ["12345678", 2]);
});

it.effect("NDJSON: a byte order mark is no part of the first line", function* () {
  assertEquals(yield* rowsOf(ndjson, '\uFEFF{"a":1}\n'), [{ a: 1 }]);
});

it.effect("NDJSON: no number is changed, whether its line is recognized or parsed", function* () {
  const lines = [
    '{"surname":"K","identifier":123456789012345}',
    '{"surname":"K","identifier":12345678901234567890}',
    '{"surname": "K", "identifier": 12345678901234567891}',
    '{"surname":"K","custom_fields":{"a":9007199254740993}}',
    '{"surname":"K","identifier":9007199254740992}',
    '{"surname":"K","note":"12345678901234567890"}',
  ];
  assertEquals(yield* rowsOf(ndjson, lines.join("\n")), [
    { surname: "K", identifier: 123456789012345 },
    { surname: "K", identifier: new LongNumber("12345678901234567890", undefined) },
    { surname: "K", identifier: new LongNumber("12345678901234567891", undefined) },
    { surname: "K", custom_fields: { a: new LongNumber("9007199254740993", undefined) } },
    { surname: "K", identifier: 9007199254740992 },
    { surname: "K", note: "12345678901234567890" },
  ]);
});

const line = Schema.Literals([
  '{"surname":"Żuk","vip":true}',
  '{"surname":"Kowalska"}',
  '{"surname":"K"} ',
  '{"surname": "K"}',
  '{"surname":"K"}{"surname":"L"}',
  '{"surname":"K"}x',
  '{"surname":"K"',
  '{"surname":"K"}\r',
  '{"surname":""}',
  `{"surname":"${"x".repeat(60)}"}`,
  "\r",
  "",
]);

/** What the lines of a text say, each one by itself. */
const lineByLine = (text: string, limit: number): ReadonlyArray<unknown> =>
  text.split("\n").flatMap((line, i) => {
    const json = line.replace(/\r$/, "");
    if (encoder.encode(json).length > limit) return [`line ${i + 1} is longer than ${limit} bytes`];
    if (json.trim() === "") return [];
    try {
      return [JSON.parse(json)];
    } catch {
      return [`line ${i + 1} is not valid JSON`];
    }
  });

holds(
  "NDJSON: customers that are recognized without parsing are read like parsed lines, wherever they are cut",
  Arbitrary.all({
    lines: Arbitrary.array(
      Arbitrary.all({
        text: Arbitrary.schema(line),
        ending: Arbitrary.schema(Schema.Literals(["\n", "\r\n"])),
      }),
      { maxLength: 8 },
    ),
    last: Arbitrary.schema(line),
    piece: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 120 }))),
  }),
  ({ last, lines, piece }) =>
    Effect.gen(function* () {
      const text = lines.map(({ ending, text }) => text + ending).join("") + last;
      assertEquals(yield* rowsOf(ndjson, text, piece, 50), lineByLine(text, 50));
    }),
  { runs: 3000 },
);

holds(
  "NDJSON gives back what was written, wherever its bytes are cut",
  Arbitrary.all({
    values: Arbitrary.array(anyJson, { maxLength: 10 }),
    piece: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 9 }))),
  }),
  ({ piece, values }) =>
    Effect.map(
      rowsOf(ndjson, values.map((value) => `${JSON.stringify(value)}\n`).join(""), piece, 1e6),
      (rows) => assertEquals(rows, JSON.parse(JSON.stringify(values))),
    ),
  { runs: 200 },
);
