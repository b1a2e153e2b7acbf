/** An input that breaks off: what is left of its last row is no row, because a part of a row can read like a whole one. */
import { FormatError } from "../../src/format/error.ts";
import { readRows } from "../../src/cli/input/rows.ts";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { csv, ndjson } from "./rows.ts";

const encoder = new TextEncoder();
const broken = new FormatError({ message: "the input could not be read to its end" });

const inputs = {
  csv: { read: csv, text: "surname;phone_number\nKowal;600100100\nNowak;6001" },
  ndjson: { read: ndjson, text: '{"surname":"Kowal"}\n{"surname":"Nowak"}' },
} as const;

const importer = { delimiter: undefined, table: {} };
const encoding = "UTF-8";
const readings = {
  csv: { format: "csv", encoding },
  ndjson: { format: "ndjson", encoding, shape: { read: "lines", isBulk: false } },
} as const;

/** How many rows are read, and the error after them. */
const read = <A>(rows: Stream.Stream<A, FormatError>) => {
  let count = 0;
  return Stream.runForEach(rows, () => Effect.sync(() => count++)).pipe(
    Effect.match({
      onSuccess: () => [count, undefined],
      onFailure: ({ message }) => [count, message],
    }),
  );
};

for (const format of ["csv", "ndjson"] as const) {
  const { read: readFormat, text } = inputs[format];
  it.effect(`${format}: a last row without a line end counts only if the input came to its end`, function* () {
    const whole = Stream.make(encoder.encode(text));
    const cut = Stream.concat(whole, Stream.fail(broken));
    assertEquals(yield* read(readFormat(whole, 1000)), [2, undefined]);
    assertEquals(yield* read(readRows(readings[format], { bytes: cut, csv: importer })), [
      1,
      broken.message,
    ]);
    assertEquals(yield* read(readRows(readings[format], { bytes: whole, csv: importer })), [
      2,
      undefined,
    ]);
  });
}
