/** Files as people have them: whatever they are called, what they are is found out, or named. */
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { holds } from "../../support/property.ts";
import { assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { bytesOf, opened } from "./opened.ts";

const [a, b] = [{ surname: "A" }, { surname: "B" }];
const table = "Nazwisko;Telefon\nKalina;600100200\n";
const kalina = { surname: "Kalina", phone_number: "600100200" };
const utf16 = (text: string, isBig = false) =>
  Uint8Array.from([...text].flatMap((sign) => {
    const [low, high] = [sign.charCodeAt(0) & 0xff, sign.charCodeAt(0) >> 8];
    return isBig ? [high, low] : [low, high];
  }));
const binary = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const packed = async (content: string | Uint8Array) => {
  const bytes = new Uint8Array(bytesOf(content));
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};
const joined = (...parts: ReadonlyArray<Uint8Array>) =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

type Case = readonly [
  name: string,
  content: string | Uint8Array,
  format: string,
  rows: ReadonlyArray<unknown>,
  notices?: ReadonlyArray<string>,
];

const readable: { readonly [what: string]: Case } = {
  "a table with another ending": ["k.txt", table, "csv", [kalina]],
  "a table with an ending in capitals": ["K.CSV", table, "csv", [kalina]],
  "a copy of a table": ["k.csv (1)", table, "csv", [kalina]],
  "a table without an ending": ["klienci", table, "csv", [kalina]],
  "a name with spaces and Polish letters": ["spacja i ół.csv", table, "csv", [kalina]],
  "a table named .json": ["k.json", table, "csv", [kalina], ["format-by-content"]],
  "a table named .xlsx": ["k.xlsx", table, "csv", [kalina], ["format-by-content"]],
  "a table in quotes": ["k.csv", '"surname"\n"A"\n', "csv", [a]],
  "JSON named .csv": ["k.csv", '[{"surname":"A"}]', "json", [a], ["format-by-content"]],
  "NDJSON named .txt": ["k.txt", '{"surname":"A"}\n{"surname":"B"}\n', "ndjson", [a, b]],
  "NDJSON named .json": ["k.json", '{"surname":"A"}\n{"surname":"B"}\n', "ndjson", [a, b]],
  "a list named .ndjson": ["k.ndjson", '[{"surname":"A"},{"surname":"B"}]', "json", [a, b]],
  "a list over lines named .ndjson": [
    "k.ndjson",
    '[\n{"surname":"A"},\n{"surname":"B"}\n]\n',
    "json",
    [a, b],
  ],
  "NDJSON with byte order marks": [
    "k.ndjson",
    '\uFEFF\uFEFF{"surname":"A"}\n\uFEFF{"surname":"B"}\n',
    "ndjson",
    [a, b],
  ],
  "NDJSON with CRLF and blank lines": [
    "k.ndjson",
    '{"surname":"A"}\r\n\r\n{"surname":"B"}\r\n',
    "ndjson",
    [a, b],
  ],
  "NDJSON with CR only": [
    "k.ndjson",
    '{"surname":"A"}\r{"surname":"B"}\r',
    "ndjson",
    [a, b],
    ["json-values"],
  ],
  "NDJSON with commas too many": [
    "k.ndjson",
    '{"surname":"A"},\n{"surname":"B",},\n',
    "ndjson",
    [a, b],
  ],
  "NDJSON with a broken first line": [
    "k.ndjson",
    '{"surname":"A"\n{"surname":"B"}\n',
    "ndjson",
    ["line 1 is not valid JSON", b],
  ],
  "a JSON text sequence": [
    "k.ndjson",
    '\x1e{"surname":"A"}\n\x1e{"surname":"B"}\n',
    "ndjson",
    [a, b],
  ],
  "Elasticsearch's bulk format": [
    "k.ndjson",
    '{"index":{"_index":"k","_id":"1"}}\n{"surname":"A"}\n{"create":{}}\n{"surname":"B"}\n',
    "ndjson",
    [a, b],
    ["bulk"],
  ],
  "scalars, which are no customers": [
    "k.ndjson",
    'null\n42\n"A"\n[]\n{"surname":"B"}\n',
    "ndjson",
    [null, 42, "A", [], b],
  ],
  "pretty-printed objects": [
    "k.ndjson",
    '{\n  "surname": "A"\n}\n{\n  "surname": "B"\n}\n',
    "ndjson",
    [a, b],
    ["json-values"],
  ],
  "objects on one line": [
    "k.json",
    '{"surname":"A"}{"surname":"B"}',
    "ndjson",
    [a, b],
    ["json-values"],
  ],
  "an object around customers with names of fields": [
    "k.json",
    '{"type":"customers","data":[{"surname":"A"}]}',
    "json",
    [a],
    ["list-found"],
  ],
  "a customer with a list that is none of customers": [
    "k.json",
    '{"type":"x","data":[{"surname":"A"},{"id":1}]}',
    "ndjson",
    [{ type: "x", data: [a, { id: 1 }] }],
    ["single-object"],
  ],
  "a single object": ["k.json", '{"surname":"A"}', "ndjson", [a], ["single-object"]],
  "a single line of NDJSON": ["k.ndjson", '{"surname":"A"}', "ndjson", [a]],
  "a field given twice": [
    "k.ndjson",
    '{"surname":"A","surname":"B"}\n{"surname":"B"}\n',
    "ndjson",
    ["line 1 begins an object that has a field twice", b],
  ],
  "a list in an object": [
    "k.json",
    '{"total":2,"meta":{"x":[1,2]},"customers":[{"surname":"A"},{"surname":"B"}],"next":null}',
    "json",
    [a, b],
  ],
  "a list under another name": [
    "k.json",
    '{"data":[{"surname":"A"},{"surname":"B"}],"columns":["surname"]}',
    "json",
    [a, b],
    ["list-found"],
  ],
  "a list deeper in an object": [
    "k.json",
    '{"result":{"customers":[{"surname":"A"}]}}',
    "json",
    [a],
    ["list-found"],
  ],
  "a large list under another name": [
    "k.json",
    `{"data":[{"surname":"${"A".repeat(600_000)}"},{"surname":"${"B".repeat(600_000)}"}]}`,
    "json",
    [{ surname: "A".repeat(600_000) }, { surname: "B".repeat(600_000) }],
    ["list-found"],
  ],
  "numbered customers": [
    "k.json",
    '{"0":{"surname":"A"},"1":{"surname":"B"}}',
    "json",
    [a, b],
    ["index-keys"],
  ],
  "comments and commas too many": [
    "k.json",
    '// list\n[{"surname":"A"}, /* x */ {"surname":"B"},]',
    "json",
    [a, b],
  ],
  "two lists one after the other": ["k.json", '[{"surname":"A"}]\n[{"surname":"B"}]\n', "json", [
    a,
    b,
  ]],
  "a list of rejects with what is no customer": [
    "k.json",
    '[{"surname":"A"},5,{"surname":NaN}]',
    "json",
    [a, 5, "line 1 begins a value that is not valid JSON"],
  ],
  "an empty list": ["k.json", "[]", "json", []],
  "an empty file": ["k.csv", "", "csv", []],
  "an empty file named .json": ["k.json", "", "json", []],
  "a customer in the line of a list of something else": [
    "k.ndjson",
    '{"Nazwisko":"A","phones":[{"surname":"X"}]}\n{"surname":"B"}\n',
    "ndjson",
    [{ Nazwisko: "A", phones: [{ surname: "X" }] }, b],
  ],
  "UTF-16 with a byte order mark": [
    "k.csv",
    utf16(`\uFEFF${table}`),
    "csv",
    [kalina],
    ["encoding"],
  ],
  "UTF-16 without one": ["k.csv", utf16(table), "csv", [kalina], ["encoding"]],
  "UTF-16 with the high byte first": ["k.csv", utf16(table, true), "csv", [kalina], ["encoding"]],
  "NDJSON in UTF-16": [
    "k.ndjson",
    utf16('{"surname":"Żuk"}\r\n{"surname":"B"}\r\n'),
    "ndjson",
    [{ surname: "Żuk" }, b],
    ["encoding"],
  ],
  "JSON in UTF-16": [
    "k.json",
    utf16('\uFEFF[{"surname":"Żuk"}]'),
    "json",
    [{ surname: "Żuk" }],
    ["encoding"],
  ],
  "NDJSON in Windows-1250": [
    "k.ndjson",
    binary('{"surname":"\xafak"}\n{"surname":"B"}\n'),
    "ndjson",
    [{ surname: "Żak" }, b],
    ["encoding"],
  ],
  "JSON in Windows-1250": [
    "k.json",
    binary('[{"surname":"\xafak"},{"surname":"B"}]'),
    "json",
    [{ surname: "Żak" }, b],
    ["encoding"],
  ],
  "a compressed table": ["k.csv.gz", await packed(table), "csv", [kalina], ["unpacked"]],
  "a compressed table named .csv": ["k.csv", await packed(table), "csv", [kalina], ["unpacked"]],
  "a table that was compressed in two parts": [
    "k.csv.gz",
    joined(await packed("surname\nA\n"), await packed("B\n")),
    "csv",
    [a, b],
    ["unpacked"],
  ],
  "compressed NDJSON in Windows-1250": [
    "k.ndjson.gz",
    await packed(binary('{"surname":"\xafak"}\n')),
    "ndjson",
    [{ surname: "Żak" }],
    ["unpacked", "encoding"],
  ],
};

for (const [what, [name, content, format, rows, notices = []]] of Object.entries(readable)) {
  Deno.test(`reads ${what}`, async () => {
    assertEquals(await opened(name, content), { format, notices, rows, error: undefined });
  });
}

const zip = (name: string) => binary(`PK\x03\x04\x14\0\0\0\0\0${"\0".repeat(20)}${name}<x/>`);

const unreadable: {
  readonly [what: string]: readonly [name: string, content: string | Uint8Array, message: string];
} = {
  "an old workbook": ["k.xls", binary("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"), "save it as .xlsx"],
  "an old workbook named .csv": ["k.csv", binary("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "password"],
  "a web page": ["k.xls", "<html><table><tr><td>x</td></tr></table></html>", "a web page"],
  "a login page named .json": ["k.json", "\n<!DOCTYPE html><html></html>", "a web page"],
  "XML": ["k.csv", '<?xml version="1.0"?><rows/>', "is XML"],
  "a vCard": ["k.csv", "BEGIN:VCARD\nFN:Ewa\nEND:VCARD\n", "a vCard"],
  "a PDF": ["k.csv", "%PDF-1.7\n", "a PDF"],
  "a ZIP archive": ["k.csv", zip("klienci.csv"), "a ZIP archive"],
  "an OpenDocument spreadsheet": [
    "k.csv",
    zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
    "OpenDocument",
  ],
  "damaged gzip": ["k.csv.gz", (await packed(table)).subarray(0, 30), "it can't be unpacked"],
  "single quotes": ["k.json", "[{'surname':'Tajna'}]", "single quotes"],
  "JSON in a text": ["k.json", '"[{\\"surname\\":\\"Tajna\\"}]"', "written as JSON twice"],
  "an object of another shape": ["k.json", '{"people":[]}', "must be a list of customers"],
  "an object in the place of the list": [
    "k.json",
    '{"customers":{"surname":"Tajna"}}',
    "must be a list of customers",
  ],
  "two lists": ["k.json", '{"a":[{"surname":"A"}],"b":[{"surname":"B"}]}', "several lists"],
  "two large lists": [
    "k.json",
    `{"old":[{"surname":"${"A".repeat(1_100_000)}"}],"new":[{"surname":"B"}]}`,
    "several lists",
  ],
  "the list twice": [
    "k.json",
    '{"customers":[{"surname":"A"}],"customers":[{"surname":"B"}]}',
    "a second list of customers begins on line 1",
  ],
  "JSON that breaks off": [
    "k.json",
    '{"customers":[{"surname":"Tajna"}]',
    "it breaks off on line 1",
  ],
  "a list that breaks off": [
    "k.json",
    '[{"surname":"A"},\n{"surname":"Taj',
    "breaks off on line 2",
  ],
};

for (const [what, [name, content, message]] of Object.entries(unreadable)) {
  Deno.test(`names ${what}, reads no row, and shows no value`, async () => {
    const { error = "", rows } = await opened(name, content);
    assertStringIncludes(error, message);
    assertEquals([rows, error.includes("Tajn")], [[], false]);
  });
}

Deno.test("a small file that becomes enormous is given up, in little memory", async () => {
  const bomb = await packed(new Uint8Array(80 * 1024 * 1024).fill(0x20));
  const { error = "" } = await opened("k.csv.gz", bomb);
  assertStringIncludes(error, "far too large");
});

const starts: ReadonlyArray<string> = [
  ...["", "\x1f\x8b\x08", "PK\x03\x04", "\xff\xfe", "\xef\xbb\xbf", "[", "{", '{"a":'],
  ...["surname\n", "<html"],
];
const start = Schema.Literals(starts as [string, ...Array<string>]);
const byte = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 255 }));

holds(
  "any bytes under any name are rows or a message, and never a defect",
  Arbitrary.all({
    start: Arbitrary.schema(start),
    bytes: Arbitrary.array(Arbitrary.schema(byte), { maxLength: 60 }),
    name: Arbitrary.schema(Schema.Literals(["k.csv", "k.json", "k.ndjson", "k.xlsx", "k"])),
  }),
  ({ bytes, name, start }) =>
    Effect.promise(() => opened(name, joined(binary(start), Uint8Array.from(bytes)))),
  { runs: 300 },
);
