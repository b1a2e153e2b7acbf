/** Rows out of bytes: NDJSON and CSV, cut anywhere. */
import { type FormatError, readCsv } from "../../src/format/csv.ts";
import { readNdjson } from "../../src/format/ndjson.ts";
import { CustomerJson } from "../../src/customer/json.ts";
import { UnreadableRow } from "../../mod.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import * as Stream from "effect/Stream";
import { assert, assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { holds } from "../support/property.ts";

const encoder = new TextEncoder();
type Read = typeof ndjson | typeof csv;
const ndjson = (bytes: Stream.Stream<Uint8Array>, limit: number) => readNdjson(bytes, limit);
const csv = (bytes: Stream.Stream<Uint8Array>, limit: number) =>
  readCsv(bytes, { maxRowLength: limit });

/** The rows of a text whose bytes come in pieces of so many. */
const rowsOf = (read: Read, text: string | Uint8Array, piece = 7, limit = 1000) => {
  const bytes = typeof text === "string" ? encoder.encode(text) : text;
  const pieces = Array.from(
    { length: Math.ceil(bytes.length / piece) },
    (_, i) => bytes.slice(i * piece, (i + 1) * piece),
  );
  const rows: Stream.Stream<{ readonly row: unknown }, FormatError> = read(
    Stream.fromIterable(pieces).pipe(Stream.rechunk(2)),
    limit,
  );
  return Stream.runCollect(rows).pipe(
    Effect.map((rows) => rows.map(({ row }) => valueOf(row))),
  );
};

const valueOf = (row: unknown): unknown => {
  if (row instanceof UnreadableRow) return row.message;
  return row instanceof CustomerJson ? row.customer : row;
};

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

it.effect("NDJSON: a line that is too long is passed over, however long it is", function* () {
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
  "NDJSON: customers that are recognized at a glance are read as if line by line, wherever they are cut",
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
    values: Arbitrary.array(Arbitrary.schema(Schema.Json), { maxLength: 10 }),
    piece: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 9 }))),
  }),
  ({ piece, values }) =>
    Effect.map(
      rowsOf(ndjson, values.map((value) => `${JSON.stringify(value)}\n`).join(""), piece, 1e6),
      (rows) => assertEquals(rows, JSON.parse(JSON.stringify(values))),
    ),
  { runs: 200 },
);

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

it.effect("CSV: quotes hold delimiters, line breaks and quotes", function* () {
  const text = 'surname,note\r\n"Nowak, Jan","line 1\nline ""2"""\r\nB,\r\n';
  assertEquals(yield* rowsOf(csv, text), [
    { surname: "Nowak, Jan", note: 'line 1\nline "2"' },
    { surname: "B" },
  ]);
});

for (const [name, delimiter] of [["semicolon", ";"], ["comma", ","], ["tab", "\t"]] as const) {
  it.effect(`CSV: a ${name} is found out`, function* () {
    const text = ["surname", "name"].join(delimiter) + "\n" + ["A", "B"].join(delimiter);
    assertEquals(yield* rowsOf(csv, text), [{ surname: "A", name: "B" }]);
  });
}

it.effect("CSV: blank lines before the header are passed over", function* () {
  assertEquals(yield* rowsOf(csv, "\r\n\nsurname,name\nA,B"), [{ surname: "A", name: "B" }]);
});

it.effect("CSV: what stands in quotation marks is no delimiter", function* () {
  assertEquals(yield* rowsOf(csv, '"custom_fields.a;b;\nc",surname\nx,A'), [
    { surname: "A", custom_fields: { "a;b;\nc": "x" } },
  ]);
});

it.effect("CSV: a quotation mark that is not closed, or out of place, costs its line only", function* () {
  const text = 'surname,note\nA,1\n"B,2\nC,"x"y\n"D\nE",3\nF,G "H" I\n';
  const outOfPlace = "is no CSV: a quotation mark is out of place or not closed";
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

it.effect("CSV: a row that is too long costs itself, and its lines are read on their own", function* () {
  const text = `surname,note\nA,1\n"${"x".repeat(2000)}\nB,2\n`;
  assertEquals(yield* rowsOf(csv, text, 100, 1000), [
    { surname: "A", note: "1" },
    "line 3 begins a row that is too long; perhaps a quotation mark is not closed",
    { surname: "B", note: "2" },
  ]);
});

it.effect("CSV: the first line of Excel's that names the delimiter is no header", function* () {
  assertEquals(yield* rowsOf(csv, "sep=|\r\nsurname|name\nA;|B,"), [{ surname: "A;", name: "B," }]);
});

it.effect("CSV: line ends of any kind", function* () {
  for (const end of ["\n", "\r\n", "\r"]) {
    assertEquals(yield* rowsOf(csv, `surname,name${end}A,B${end}C,D${end}`, 3), [
      { surname: "A", name: "B" },
      { surname: "C", name: "D" },
    ]);
  }
});

it.effect("CSV: many columns take no long time", function* () {
  const columns = Array.from({ length: 1000 }, (_, i) => `address.${i}`);
  const [row] = yield* rowsOf(csv, `${columns}\n${columns.map(() => "x")}`, 65_536, 100_000);
  assertEquals(Object.keys((row as { address: object }).address).length, 1000);
});

it.effect("CSV: a ragged row costs only itself", function* () {
  assertEquals(yield* rowsOf(csv, "surname;name\nA\nB;C\nD;E;F\n\nG;H"), [
    "row 1 has 1 cells, the header 2",
    { surname: "B", name: "C" },
    "row 3 has 3 cells, the header 2",
    { surname: "G", name: "H" },
  ]);
});

it.effect("CSV: a header only, and nothing at all, have no rows", function* () {
  assertEquals(yield* rowsOf(csv, "surname;name\n"), []);
  assertEquals(yield* rowsOf(csv, "surname"), []);
  assertEquals(yield* rowsOf(csv, ""), []);
});

it.effect("CSV: a field named __proto__ is a field", function* () {
  const [row] = yield* rowsOf(csv, "surname;__proto__\nA;B");
  assertEquals(Object.entries(row as object), [["surname", "A"], ["__proto__", "B"]]);
});

const broken: { readonly [what: string]: readonly [text: string | Uint8Array, message: string] } = {
  "a column without a name": ["surname;;name\nA;B;C", "column 2 has no name in the header"],
  "two columns with a name": ["a;b;a\n1;2;3", "column 3 names the same field as column 1"],
  "a field and a part of it": [
    "address;address.city\nA;B",
    "column 1 names a field, and column 2 a part of it",
  ],
  "a path without an end": ["address.;a\nA;B", "column 1 has no name in the header"],
  "too many columns": [
    Array.from({ length: 1001 }, (_, i) => `c${i}`).join(";"),
    "there are more than 1000 columns",
  ],
  "bytes that are not UTF-8": [new Uint8Array([0x61, 0x0a, 0xff]), "the input is not UTF-8"],
  "a character that is cut": [new Uint8Array([0x61, 0x0a, 0xc5]), "the input is not UTF-8"],
};
for (const [what, [text, message]] of Object.entries(broken)) {
  it.effect(`CSV: ${what} ends the input with a message, and no value`, function* () {
    const error = yield* Effect.flip(rowsOf(csv, text, 7, 10_000));
    assertEquals(error.message, message);
  });
}

holds(
  "CSV gives back what was written, wherever its bytes are cut",
  Arbitrary.all({
    values: Arbitrary.array(Arbitrary.schema(Schema.String), { minLength: 1, maxLength: 10 }),
    piece: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 9 }))),
  }),
  ({ piece, values }) => {
    const cells = values.map((value) => `x${value.toWellFormed()}`);
    const text = ["note;name", ...cells.map((cell) => `"${cell.replaceAll('"', '""')}";K`)];
    return Effect.map(rowsOf(csv, text.join("\r\n"), piece, 1e6), (rows) => {
      assertEquals(rows, cells.map((note) => ({ note, name: "K" })));
      assert(rows.length > 0);
    });
  },
  { runs: 200 },
);
