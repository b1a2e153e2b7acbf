/** What a visit proved of a file counts only as long as the file is the same. */
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem";
import * as NodeStdio from "@effect/platform-node-shared/NodeStdio";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Stream from "effect/Stream";
import { RowCheck } from "../../../src/cli/check/rows.ts";
import { KnownChunks } from "../../../src/cli/input/known_chunks.ts";
import { type Input, openToVisit } from "../../../src/cli/input/open.ts";
import { english } from "../../../src/cli/texts/en.ts";
import { CustomerScanner } from "../../../src/customer/fast/scanner.ts";
import { CustomerJson } from "../../../src/customer/json.ts";
import { UnreadableRecord } from "../../../src/format/cut/unreadable_record.ts";
import { assert, assertEquals } from "../../support/assert.ts";
import { counted } from "../../support/counted.ts";
import { inTempFolder } from "../../support/files.ts";

const count = 20_000;
const line = (i: number) => `{"surname":"K${i}","note":"${"x".repeat(70)}","identifier":"${i}"}\n`;
const lines = Array.from({ length: count }, (_, i) => line(i));

/** Opens and visits a file of these lines, and works with the input. */
const visited = (
  content: ReadonlyArray<string>,
  work: (input: Input, file: string) => Effect.Effect<void, unknown>,
) =>
  inTempFolder(async (folder) => {
    const file = `${folder}/k.ndjson`;
    await Deno.writeTextFile(file, content.join(""));
    await Effect.runPromise(
      Effect.flatMap(
        openToVisit({
          ...{ file, format: undefined, encoding: undefined, delimiter: undefined },
          ...{ sheet: undefined, table: {} },
        }),
        (input) => Effect.andThen(input.visit(checkOf()), work(input, file)),
      ).pipe(
        Effect.scoped,
        Effect.provide(Layer.mergeAll(NodeFileSystem.layer, NodeStdio.layer)),
      ),
    );
  });

const checkOf = () =>
  new RowCheck(
    {
      ...{ allowDuplicates: false, batchSize: 100, fromLine: undefined },
      ...{ key: "identifier", nulls: undefined, strict: false },
    },
    "line",
    english,
  );

/** The rows, and how many bytes were scanned for them. */
const read = (input: Input) =>
  Effect.promise(async () => {
    let rows: ReadonlyArray<{ readonly row: unknown; readonly place: number }> = [];
    const scanned = await counted(
      CustomerScanner.prototype,
      "endOfCustomer",
      ([, start]: [Uint8Array, number, number], end: number) => Math.max(0, end - start),
      async () => {
        rows = await Effect.runPromise(Stream.runCollect(input.rows));
      },
    );
    return { rows, scanned };
  });

const textsOf = (rows: ReadonlyArray<{ readonly row: unknown }>) =>
  rows.map(({ row }) => row instanceof CustomerJson ? `${row.text}\n` : row);

Deno.test("lines that were proved are not scanned again", () =>
  visited(lines, (input) =>
    Effect.map(read(input), ({ rows, scanned }) => {
      assertEquals(textsOf(rows), lines);
      assertEquals(rows[count - 1].place, count);
      assertEquals(scanned, 0);
    })));

Deno.test("a chunk with any other line is scanned, blank ones among them", () =>
  visited(
    lines.toSpliced(100, 1, '{"surname": "L"}\n', "  \n", "{}\n"),
    (input) =>
      Effect.map(read(input), ({ rows, scanned }) => {
        assertEquals(textsOf(rows.slice(99, 103)), [
          lines[99],
          '{"surname":"L"}\n',
          {},
          lines[101],
        ]);
        assertEquals([rows.length, rows[102].place], [count + 1, 104]);
        assert(scanned > 100_000 && scanned < 300_000, String(scanned));
      }),
  ));

Deno.test("after a change in the file nothing is believed, though its size and its lines are the same", () =>
  visited(lines, (input, file) => {
    const changed = lines.with(15_000, lines[15_000].replace('"surname"', '"surnam" '));
    return Effect.andThen(
      Effect.promise(() => Deno.writeTextFile(file, changed.join(""))),
      Effect.map(read(input), ({ rows, scanned }) => {
        assertEquals(rows.length, count);
        assertEquals(rows.filter(({ row }) => !(row instanceof CustomerJson)).length, 1);
        assert(!(rows[15_000].row instanceof CustomerJson));
        assert(scanned > 500_000, String(scanned));
      }),
    );
  }));

Deno.test("a file that was replaced by another one is read as that one", () =>
  visited(lines, (input, file) =>
    Effect.andThen(
      Effect.promise(() => Deno.writeTextFile(file, `oops\n${lines.join("")}`)),
      Effect.map(read(input), ({ rows }) => {
        assert(rows[0].row instanceof UnreadableRecord);
        assertEquals(textsOf(rows.slice(1)), lines);
      }),
    )));

Deno.test("chunks are known in their order, and none after the first difference", () => {
  const known = new KnownChunks();
  const chunk = (...bytes: ReadonlyArray<number>) => Uint8Array.from(bytes);
  const sum = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum + byte, 0);
  assertEquals(known.compare()(chunk(1)), false);
  known.begin(sum);
  known.note(chunk(1), true);
  known.note(chunk(2), false);
  known.note(chunk(3), true);
  const same = known.compare();
  assertEquals([chunk(1), chunk(2), chunk(3), chunk(4)].map(same), [true, false, true, false]);
  const other = known.compare();
  assertEquals([chunk(1), chunk(9), chunk(3)].map(other), [true, false, false]);
  const cut = known.compare();
  assertEquals([chunk(1, 0), chunk(1)].map(cut), [false, false]);
});
