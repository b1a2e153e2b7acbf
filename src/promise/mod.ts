/**
 * The library for programs without Effect: {@linkcode connect} gives promises and async iterables, and errors are thrown.
 * Everything else is the same: the policies, the outcomes, the journal. [Its page](src/docs/promise.md) has more, above all for
 * Node.
 *
 * @example
 * ```ts
 * import { AuthError, connect } from "@thulium-effect/batch-customers/promise";
 *
 * async function addLead(password: string): Promise<string | undefined> {
 *   await using thulium = connect({ system: "acme", user: "api_user", password });
 *   try {
 *     return await thulium.addOne({ surname: "Kowalska", phone_number: "600 100 200" });
 *   } catch (error) {
 *     if (error instanceof AuthError) console.error("Check the user and the password");
 *     else throw error;
 *   }
 * }
 * ```
 *
 * @module
 */
// Reaching Thulium
export { connect } from "./connect.ts";
export type { Thulium } from "./thulium.ts";
export type {
  AddOptions,
  ConnectOptions,
  ImportRowsOptions,
  JournalIn,
  MissingCustomersOptions,
  PlanRowsOptions,
  Stoppable,
} from "./options.ts";
export type { Log, LogSeverity } from "./log.ts";
export type { AddCustomerOptions } from "../import/single.ts";
export type { StandardOptions } from "../policy/standard.ts";

// Customers, and where they come from
export type { Address, Customer, CustomFieldValue } from "../customer/model.ts";
export type { AddressUpdate, CustomerUpdate } from "../customer/update.ts";
export type { NullableCustomer } from "./nullable.ts";
export { validate, type Validation } from "./validate.ts";
export type { ValidationOptions } from "../customer/validate.ts";
export { formatIssues, type Issue } from "../customer/issue.ts";
export { type Bytes, csvRows, jsonRows, ndjsonRows, type RowsOfFile, xlsxRows } from "./files.ts";
export type {
  ColumnOptions,
  CsvFileOptions,
  JsonFileOptions,
  RowOptions,
  XlsxFileOptions,
} from "../format/files.ts";
export type { XlsxOptions } from "../format/xlsx.ts";
export type { XlsxLimits } from "../format/xlsx/limits.ts";
export type { XlsxSource } from "../format/xlsx/model.ts";
export type { Rows } from "./source.ts";
export { FormatError } from "../format/error.ts";
export { ReferencedRow } from "../customer/referenced_row.ts";
export { UnreadableRow } from "../customer/unreadable_row.ts";

// What became of them
export type { Created, NotSent, Rejected, Unchanged, Unknown, Updated } from "../outcome/model.ts";
export { Outcome, type Outcomes } from "../outcome/kinds.ts";
export type { ImportedCustomer } from "../import/entry.ts";
export type { OutcomeCounts, Report } from "../outcome/report.ts";
export type { Progress } from "../import/ledger.ts";
export type { ImportProgress } from "./progress.ts";
export type { ImportPlan } from "../import/plan.ts";
export { AddCustomerError } from "../import/single.ts";
export {
  AuthError,
  type BatchError,
  RefusedError,
  TransportError,
  type TransportReason,
} from "../outcome/error.ts";
export { LookupError } from "../call/lookup.ts";

// Journals
export { JournalStoreError } from "../policy/journal/store.ts";
export * as JournalMemory from "../policy/journal/memory.ts";
export * as Key from "../policy/reconcile/keys.ts";
