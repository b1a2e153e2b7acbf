/**
 * The work of reading rows grows with the text, and not with the number of pieces times the text. It is counted: what is
 * done for a text twice as long is at most a little more than twice as much.
 */
import { NdjsonCutter } from "../../src/format/cut/ndjson.ts";
import { CsvCutter } from "../../src/format/cut/csv.ts";
import { Head } from "../../src/format/cut/head.ts";
import { JsonPartCutter } from "../../src/format/cut/json_parts.ts";
import { RecordReader } from "../../src/format/cut/record.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { bytesCopied, counted } from "../support/counted.ts";

const piecesOf = (text: string, size: number): ReadonlyArray<string> =>
  Array.from(
    { length: Math.ceil(text.length / size) },
    (_, i) => text.slice(i * size, i * size + size),
  );

const maxLength = 1_048_576;

for (const size of [1, 3]) {
  Deno.test(`NDJSON: a line in pieces of ${size} bytes is copied a few times at most`, async () => {
    const line = `{"surname":"${"x".repeat(300_000)}"}\n`;
    const pieces = piecesOf(line, size).map((piece) => new TextEncoder().encode(piece));
    const cutter = new NdjsonCutter(maxLength);
    let rows = 0;
    const copied = await bytesCopied(() => {
      for (const piece of pieces) rows += cutter.add([piece]).length;
    });
    assertEquals(rows, 1);
    assert(copied <= 3 * line.length, `${copied} bytes were copied`);
  });
}

const readCsv = (text: string, size: number): number => {
  const cutter = new CsvCutter({ maxRowLength: maxLength });
  let rows = 0;
  for (const piece of piecesOf(text, size)) {
    const read = cutter.add(piece);
    rows += "problem" in read ? 0 : read.length;
  }
  cutter.finish();
  return rows;
};

Deno.test("CSV: each character of a head is looked at once, however small its pieces are", async () => {
  for (const head of [`surname;${"x".repeat(100_000)}`, `surname;"${"x\n".repeat(50_000)}`]) {
    const looked = await counted(
      Head.prototype,
      "add",
      ([text]: [string]) => text.length,
      () => readCsv(head, 1),
    );
    assertEquals(looked, head.length);
  }
});

const hard: { readonly [what: string]: string } = {
  "a quotation mark that is not closed": `surname;name\nA;"${"xy\n".repeat(50_000)}`,
  "quotation marks out of place": `surname;name\n${'x";"z\n'.repeat(25_000)}`,
  "quotation marks in every line": `surname;name\n${'x\n"'.repeat(50_000)}`,
};

for (const [what, text] of Object.entries(hard)) {
  Deno.test(`CSV: with ${what}, each character is read a few times at most`, async () => {
    for (const size of [1, 3, text.length]) {
      const read = await counted(
        RecordReader.prototype,
        "read",
        ([, start]: [string, number], end: number) => end - start,
        () => readCsv(text, size),
      );
      // The budget for reading again is four times the text, and the longest row besides.
      assert(read <= 6 * text.length + maxLength, `${read} characters were read`);
    }
  });
}

Deno.test("JSON: the text of an element is put together once, however small its pieces are", async () => {
  const text = `[{"surname":"${"x".repeat(300_000)}","identifier":12345678901234567890}]`;
  let slices = 0;
  const sliced = await counted(
    String.prototype,
    "slice",
    (_, result: string) => {
      slices++;
      return result.length;
    },
    () => {
      const cutter = new JsonPartCutter({ in: "list", keys: [] }, maxLength, () => {});
      for (const piece of text) cutter.add(piece);
    },
  );
  assert(sliced <= 2 * text.length && slices <= 2 * text.length);
});
