/** Workbooks as streams of rows. */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { sourceOfBytes } from "../../src/format/xlsx/model.ts";
import { readXlsx } from "../../src/format/xlsx.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { workbook, workbookOf } from "./xlsx/workbook.ts";

const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => `<row><c><v>${i}</v></c></row>`).join("");

it.effect("the rows of the first visible sheet come with their numbers and faults", function* () {
  const bytes = yield* Effect.promise(() => workbook("openpyxl.xlsx"));
  const rows = yield* Stream.runCollect(readXlsx(sourceOfBytes(bytes)));
  assertEquals(rows.map(({ number }) => number), [1, 2, 3, 4]);
  assertEquals([...rows[1].faults ?? []], [[5, "formula without a value"]]);
});

it.effect("another sheet is read by its name, and one that is not there is a FormatError", function* () {
  const bytes = yield* Effect.promise(() => workbook("edge.xlsx"));
  const read = (sheet: string) => Stream.runCollect(readXlsx(sourceOfBytes(bytes), { sheet }));
  assertEquals((yield* read("ukryty")).map(({ cells }) => cells), [["inny arkusz"]]);
  const { message, name } = yield* Effect.flip(read("Klient"));
  assertEquals(name, "FormatError");
  assertEquals(
    message,
    'the workbook has no sheet of that name. Its sheets are: "Klienci żółć", "Ukryty", "Inny & drugi"',
  );
});

it.effect("a damaged workbook gives no row, unless its checksum is not proved before", function* () {
  const bytes = workbookOf({ rows: rowsOf(5), level: 0 });
  bytes[new TextDecoder("latin1").decode(bytes).indexOf("<v>4</v>") + 3] = 0x35;
  const read = (isVerified?: boolean) => {
    let count = 0;
    return Stream.runForEach(
      readXlsx(sourceOfBytes(bytes), { isVerified }),
      () => Effect.sync(() => count++),
    ).pipe(Effect.flip, Effect.map(({ message }) => [count, message]));
  };
  const message = 'sheet "Klienci" is damaged or cut off';
  assertEquals(yield* read(), [0, message]);
  assertEquals(yield* read(false), [5, message]);
});

it.effect("a source that fails ends the stream with a FormatError", function* () {
  const failing = { size: 1000, read: () => Promise.reject(new Error("Kowalska")) };
  const { message } = yield* Effect.flip(Stream.runDrain(readXlsx(failing)));
  assertEquals(message, "the input could not be read to its end");
});

it.effect("a limit that is none is refused, and one that is passed ends the stream", function* () {
  const source = sourceOfBytes(workbookOf({ rows: rowsOf(2) }));
  assertThrows(() => readXlsx(source, { maxColumns: 0 }), RangeError, "maxColumns");
  const { message } = yield* Effect.flip(
    Stream.runDrain(readXlsx(source, { maxUnpackedBytes: 9 })),
  );
  assertEquals(message, 'sheet "Klienci" unpacks to more than is allowed');
});

it.effect("no more of the source is read than the rows that are taken need", function* () {
  const source = sourceOfBytes(workbookOf({ rows: rowsOf(200_000), level: 0 }));
  let bytesRead = 0;
  const counted = {
    size: source.size,
    read: (offset: number, length: number) => {
      bytesRead += length;
      return source.read(offset, length);
    },
  };
  const options = { isVerified: false };
  yield* readXlsx(counted, options).pipe(Stream.take(10), Stream.runDrain);
  assertEquals(bytesRead < source.size / 4, true, `${bytesRead} of ${source.size} bytes`);
});
