/**
 * Files as rows for `importCustomers`: CSV, NDJSON, JSON and Excel, with the file's own number of each row, and the names
 * that people's programs give to columns. The importer and the handler read files by the same code.
 *
 * @example
 * ```ts
 * import { fieldOfColumn } from "@thulium-effect/batch-customers/files";
 *
 * const fields = ["Nazwisko", "Nr tel.", "Postleitzahl", "Kolor"].map(fieldOfColumn);
 * if (fields.join() !== "surname,phone_number,address.postcode,") throw new Error("unexpected");
 * ```
 *
 * @module
 */
export {
  type ColumnOptions,
  type CsvFileOptions,
  csvRows,
  fieldOfColumn,
  type FileBytes,
  type FileRows,
  type JsonFileOptions,
  jsonRows,
  ndjsonRows,
  type RowOptions,
  type XlsxFileOptions,
  xlsxRows,
} from "./files.ts";
export type { TableOptions } from "./cut/table/options.ts";
export type { TellOptions } from "./tell_findings.ts";
export type { ColumnFinding, Findings } from "./cut/table/findings.ts";
export type { Notice } from "./cut/notice.ts";
export type { Problem } from "./cut/problem.ts";
export { FormatError } from "./error.ts";
export { UnreadableRecord } from "./cut/unreadable_record.ts";
export { ReferencedRow } from "../customer/referenced_row.ts";
export { UnreadableRow } from "../customer/unreadable_row.ts";
export type { XlsxOptions } from "./xlsx.ts";
export type { XlsxLimits } from "./xlsx/limits.ts";
export { sourceOfBytes, type XlsxSource } from "./xlsx/model.ts";
