// The rows of a workbook by hucre, which reads as a stream.
// hucre.ts FILE
import { streamXlsxRows } from "hucre/xlsx";

let count = 0;
for await (const { values } of streamXlsxRows(await Deno.readFile(Deno.args[0]))) {
  count += values.filter((value) => value !== null && value !== "").length;
}
console.log(count);
