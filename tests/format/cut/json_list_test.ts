/** Lists that are cut out of bytes give the same rows as their text, however the bytes come. */
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { CustomerJson } from "../../../src/customer/json.ts";
import { JsonRowCutter } from "../../../src/format/cut/json_rows.ts";
import { JsonPartCutter } from "../../../src/format/cut/json_parts.ts";
import { jsonRow } from "../../../src/format/cut/json_rows.ts";
import { UnreadableRecord } from "../../../src/format/cut/unreadable_record.ts";
import { Utf8Decoder } from "../../../src/format/cut/utf8.ts";
import { assert, assertEquals } from "../../support/assert.ts";
import { counted } from "../../support/counted.ts";
import { holds } from "../../support/property.ts";

const encoder = new TextEncoder();
const options = { rows: { in: "list", keys: [] }, maxLength: 2000, encoding: "UTF-8" } as const;

const shown = (row: unknown): unknown => {
  if (row instanceof UnreadableRecord) return row.message;
  return row instanceof CustomerJson ? row.customer : row;
};

/** The rows of a text in pieces, with their lines, and what is wrong around them. */
const read = (text: string, piece: number) => {
  const bytes = encoder.encode(text);
  const cutter = new JsonRowCutter(options);
  const rows: Array<readonly [unknown, number]> = [];
  const take = (read: ReturnType<typeof cutter.add>) => {
    for (const { place, row } of read) rows.push([shown(row), place]);
  };
  for (let at = 0; at < bytes.length; at += piece) {
    take(cutter.add([bytes.slice(at, at + piece)]));
  }
  take(cutter.finish());
  return { rows, problem: cutter.problem };
};

/** The same by the text alone. */
const readText = (text: string) => {
  const rows: Array<readonly [unknown, number]> = [];
  const cutter = new JsonPartCutter(options.rows, options.maxLength, ({ line, text }) => {
    const { maxLength } = options;
    const row = text === undefined
      ? new UnreadableRecord({ code: "value-too-long", line, maxLength })
      : jsonRow(text, line).row;
    rows.push([shown(row), line]);
  });
  const decoder = new Utf8Decoder();
  cutter.add(decoder.add(encoder.encode(text)) + decoder.finish());
  cutter.finish();
  const { line, problem } = cutter;
  return {
    rows,
    problem: problem && { code: "json-document" as const, line, fault: problem },
  };
};

const part = Schema.Literals([
  '{"surname":"K"}',
  '{"surname": "Łoś", "vip": true}',
  '{"surname":"\\u0141","name":"a\\/b"}',
  '{"surname":"K","custom_fields":{"a":[1]}}',
  '{\n "surname": "K"\r\n}',
  '{"surname":"}]{[,"}',
  '{"surname":"\\\\\\""}',
  '{"surname":"K","surname":"L"}',
  '{"surname":',
  `{"surname":"${"x".repeat(60)}","name":"${"y".repeat(9)}"}`,
  "null",
  "17",
  '"text"',
  '/* a comment, " */',
  "// one\n",
  "{}",
  "[]",
  "{",
  "}",
  "]",
  '"',
  "\uFEFF",
  "\r",
  "\r\n",
  "\n",
  " ",
  ",",
  ",",
  ", ",
  ",\n",
  ",\r\n  ",
]);

for (const piece of [1, 5, 33, 10_000]) {
  holds(
    `made-up lists in pieces of ${piece} bytes`,
    Arbitrary.array(Arbitrary.schema(part), { maxLength: 12 }),
    (parts) =>
      Effect.sync(() => {
        const text = `[${parts.join("")}]`;
        const [cut, asText] = [read(text, piece), readText(text)];
        // A row may begin with a byte order mark that somebody left on a line before it, or with its own line.
        if (text.includes("\uFEFF")) {
          assertEquals(cut.rows.map(([row]) => row), asText.rows.map(([row]) => row));
        } else assertEquals(cut, asText);
      }),
    { runs: 700 },
  );
}

Deno.test("an element that is too long costs only itself, and is named by its first line", () => {
  const long = `{"surname":"${"x".repeat(3000)}"}`;
  for (const piece of [1, 700, 10_000]) {
    for (
      const text of [long, long.replace("{", '{"name":"ż",'), `{"surname":"${"x".repeat(9000)}"}`]
    ) {
      const { rows } = read(`[\n${text},\n{"surname":"K"}]`, piece);
      assertEquals(rows, [
        ["line 2 begins a value that is longer than 2000 characters", 2],
        [{ surname: "K" }, 3],
      ]);
    }
  }
  const wide = { surname: "ż".repeat(1900) };
  assertEquals(read(JSON.stringify([wide]), 100).rows, [[wide, 1]]);
});

Deno.test("of a list as programs write it no text is looked at but its brackets", async () => {
  const people = Array.from({ length: 200 }, (_, i) => ({ surname: `K${i}`, note: "ż" }));
  const lists = [
    JSON.stringify(people),
    JSON.stringify({ customers: people }).replace(/^.*?\[/, "["),
    `[\n${people.map((one) => JSON.stringify(one)).join(",\n")}\n]`,
  ];
  for (const text of lists) {
    for (const piece of [1, 50, text.length]) {
      const looked = await counted(
        JsonPartCutter.prototype,
        "add",
        ([text]: [string]) => text.length,
        () => assertEquals(read(text, piece).rows.length, 200),
      );
      assert(looked <= 5, `${looked} signs`);
    }
  }
});
