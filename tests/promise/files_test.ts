/** Files as rows without Effect: bytes from anywhere in, rows that `import` takes out. */
import {
  type Bytes,
  csvRows,
  FormatError,
  jsonRows,
  ndjsonRows,
  type RowsOfFile,
  xlsxRows,
} from "@thulium-effect/batch-customers/promise";
import { assert, assertEquals } from "../support/assert.ts";
import { digitsLost } from "../support/workbooks.ts";
import { connected, loopOver } from "./connected.ts";

const csv = "Nazwisko;Telefon\nKowalska;600 100 200\n;600 100 201\n";
const bytes = new TextEncoder().encode(csv);

/** The references and tags of what an import makes of a file. */
const imported = async (rows: RowsOfFile) => {
  await using all = connected();
  const said: Array<string> = [];
  for await (const { outcome, reference } of all.thulium.import(rows)) {
    said.push(`${reference}: ${outcome._tag}`);
  }
  return said;
};

async function* parts(): AsyncGenerator<Uint8Array> {
  for (const byte of bytes) yield Uint8Array.of(byte);
}

const forms: { readonly [form: string]: () => Bytes } = {
  "all of its bytes": () => bytes,
  "a ReadableStream": () => new Blob([bytes]).stream(),
  "an async iterable": parts,
  "a list of parts": () => [bytes.subarray(0, 20), bytes.subarray(20)],
};

for (const [form, make] of Object.entries(forms)) {
  Deno.test(`CSV is read from ${form}`, async () => {
    assertEquals(await imported(csvRows(make())), ["2: Created", "3: Rejected"]);
  });
}

Deno.test("NDJSON and JSON are read", async () => {
  const encode = (text: string) => new TextEncoder().encode(text);
  const list = [{ surname: "Kowalska" }, {}];
  const lines = list.map((row) => `${JSON.stringify(row)}\n`).join("");
  assertEquals(await imported(ndjsonRows(encode(lines))), ["1: Created", "2: Rejected"]);
  const json = encode(JSON.stringify({ customers: list }));
  assertEquals(await imported(jsonRows(json)), ["1: Created", "2: Rejected"]);
});

Deno.test("a workbook is read from its bytes and from a Blob", async () => {
  const workbook = digitsLost();
  for (const form of [workbook, new Blob([workbook])]) {
    assertEquals(await imported(xlsxRows(form)), ["4: Created", "5: Rejected"]);
  }
});

Deno.test("a file that can't be read ends the import with its error, and sends nothing", async () => {
  await using all = connected();
  const rows = csvRows(new TextEncoder().encode("Kolor;Rozmiar\nbiały;L\n"));
  const { thrown } = await loopOver(all.thulium.import(rows));
  assert(thrown instanceof FormatError);
  assertEquals(all.sandbox.requests().length, 0);
});

Deno.test("what the bytes throw reaches the caller as it was thrown", async () => {
  const broken = new Error("the disk is gone");
  async function* half(): AsyncGenerator<Uint8Array> {
    yield bytes.subarray(0, 20);
    throw broken;
  }
  await using all = connected();
  const { thrown } = await loopOver(all.thulium.import(csvRows(half())));
  assert(thrown === broken);
});
