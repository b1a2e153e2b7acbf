// The rows of a workbook by SheetJS, the library that most programs use.
// sheetjs.ts FILE
import { read, utils } from "@e965/xlsx";

const { SheetNames, Sheets } = read(await Deno.readFile(Deno.args[0]), { dense: true });
const rows: ReadonlyArray<ReadonlyArray<unknown>> = utils.sheet_to_json(Sheets[SheetNames[0]], {
  header: 1,
  raw: false,
});
let count = 0;
for (const row of rows) count += row.filter((value) => value !== undefined && value !== "").length;
console.log(count);
