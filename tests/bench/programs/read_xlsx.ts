// Reads the rows of a workbook as texts, from a file. Prints how many cells have text.
// read_xlsx.ts FILE
import type { XlsxSource } from "../../../src/format/xlsx/model.ts";
import { openXlsx } from "../../../src/format/xlsx/workbook.ts";

const file = await Deno.open(Deno.args[0]);
const source: XlsxSource = {
  size: (await file.stat()).size,
  read: async (offset, length) => {
    await file.seek(offset, Deno.SeekMode.Start);
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length;) at += await file.read(bytes.subarray(at)) ?? length;
    return bytes;
  },
};

let count = 0;
for await (const rows of (await openXlsx(source)).sheet().rows()) {
  for (const { cells } of rows) count += cells.filter((cell) => cell !== "").length;
}
console.log(count);
