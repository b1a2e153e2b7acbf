/** A workbook that is no file must be in memory, within a limit. */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { gzipSync } from "fflate";
import { maxInMemory, openWorkbook } from "../../../src/cli/input/workbook.ts";
import { writeXlsx } from "../../../src/format/xlsx/write.ts";
import { assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { opened } from "./opened.ts";

it.effect("a pipe with more than a workbook may have ends before all of it is read", function* () {
  const part = new Uint8Array(1_048_576);
  let parts = 0;
  const endless = Stream.forever(Stream.sync(() => {
    parts++;
    return part;
  }));
  const { message } = yield* Effect.flip(
    Effect.scoped(openWorkbook({ file: undefined, bytes: endless, sheet: undefined })),
  );
  assertEquals(
    message,
    "the workbook is larger than 64 MiB: give the file itself, neither compressed nor through a pipe",
  );
  assertEquals(parts, maxInMemory / part.length + 1);
});

const content = writeXlsx([["A"]], { header: ["surname"] });
const found = { format: "xlsx", rows: [{ surname: "A" }], error: undefined };

Deno.test("a workbook is one by its content, whatever its name says, also if it is compressed", async () => {
  assertEquals(await opened("k.xlsx", content), { ...found, notices: [] });
  assertEquals(await opened("k", content), { ...found, notices: [] });
  assertEquals(await opened("k.csv", content), { ...found, notices: ["format-by-content"] });
  assertEquals(await opened("k.xlsx.gz", gzipSync(content)), { ...found, notices: ["unpacked"] });
});
