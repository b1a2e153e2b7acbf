/**
 * Adds many customers to Thulium, the Polish contact-centre CRM, through its
 * `POST /api/batch/customers`, and says of each one what became of it.
 *
 * - {@linkcode addCustomers} takes a list and reports on every customer in it; {@linkcode importCustomers}
 *   takes a stream; {@linkcode addCustomer} takes one customer.
 * - {@linkcode updateCustomers} changes customers that exist, by their ids: `PUT /api/batch/customers`.
 * - {@linkcode BatchCall} is the service under it: the one HTTP call. What changes how calls are made
 *   is a layer from `BatchCall` to `BatchCall`, a policy: {@linkcode standardPolicies} gives the usual ones.
 * - {@linkcode Customer} and {@linkcode Outcome} are what goes in and what comes out.
 *
 * A customer that may have been created is never sent again by itself. An update may be: it creates nobody.
 *
 * The [README](README.md) has a way in for each role ([po polsku](src/docs/pl.md)). Pages tell more:
 * [policies](src/docs/policies.md), [journals and sync](src/docs/sync.md), [errors](src/docs/errors.md),
 * [streams and single customers](src/docs/streams.md), [testing](src/docs/testing.md),
 * [traces and metrics](src/docs/telemetry.md), [the importer](src/docs/importer.md),
 * [the handler](src/handler/README.md). Without Effect, use the subpath `./promise`:
 * [its page](src/docs/promise.md).
 *
 * @example
 * ```ts
 * import * as Effect from "effect/Effect";
 * import * as Redacted from "effect/Redacted";
 * import { addCustomers, BatchCall } from "@thulium-effect/batch-customers";
 *
 * const Thulium = BatchCall.layer({
 *   system: "acme",
 *   user: "api_user",
 *   password: Redacted.make("api_pass"),
 * });
 *
 * const program = addCustomers([
 *   { surname: "Kowalska", email: "anna@example.com" },
 *   { surname: "Nowak", phone_number: "600 100 200" },
 * ]).pipe(Effect.provide(Thulium));
 * ```
 *
 * @module
 */

// Customers
export { Address, Customer, type CustomFieldValue } from "./src/customer/model.ts";
export { type AddressUpdate, CustomerUpdate } from "./src/customer/update.ts";
export { validateCustomerUpdate } from "./src/customer/validate_update.ts";
export { StrictCustomer } from "./src/customer/strict_schema.ts";
export { validateCustomer, type ValidationOptions } from "./src/customer/validate.ts";
export { formatIssues, type Issue } from "./src/customer/issue.ts";

// Adding or updating them: a list, a stream, one at a time, or a dry run
export { addCustomers, type AddCustomersOptions } from "./src/import/list.ts";
export { updateCustomers, type UpdateCustomersOptions } from "./src/import/update_list.ts";
export type { ListOptions } from "./src/import/send_list.ts";
export type { Progress } from "./src/import/ledger.ts";
export { importCustomers, type ImportOptions } from "./src/import/stream.ts";
export type { ImportedCustomer } from "./src/import/entry.ts";
export {
  type ImportProgress,
  type ImportProgressRef,
  makeImportProgress,
  type ProgressTarget,
} from "./src/import/progress.ts";
export { ReferencedRow } from "./src/customer/referenced_row.ts";
export { UnreadableRow } from "./src/customer/unreadable_row.ts";
export {
  type AddCustomer,
  addCustomer,
  AddCustomerError,
  type AddCustomerOptions,
  makeAddCustomer,
} from "./src/import/single.ts";
export { type ImportPlan, planImport, type PlanOptions } from "./src/import/plan.ts";
export type { BatchLimits } from "./src/batch/limits.ts";
export type { RunOptions } from "./src/call/run.ts";

// What became of them
export { Outcome, type Outcomes, Report } from "./src/outcome/schema.ts";
export type {
  Created,
  NotSent,
  OutcomeMakers,
  Rejected,
  Unchanged,
  Unknown,
  Updated,
} from "./src/outcome/model.ts";
export { makeReport, type OutcomeCounts } from "./src/outcome/report.ts";
export { BatchError } from "./src/outcome/error_schema.ts";
export {
  AuthError,
  type BatchErrorFields,
  RefusedError,
  TransportError,
  type TransportReason,
} from "./src/outcome/error.ts";
export type {
  AnswerFault,
  ConnectFailure,
  Delivery,
  Operation,
  StopReason,
  ThuliumError,
} from "./src/outcome/delivery.ts";

// Reaching Thulium
export { BatchCall, type BatchCallOptions, type CallLimits } from "./src/call/service.ts";
export * as OverHttpClient from "./src/call/http_client.ts";
export type { ConnectionOptions } from "./src/call/connection.ts";
export {
  CustomerLookup,
  type CustomerLookupOptions,
  type FoundCustomer,
  type Lookup,
  LookupError,
  type LookupLimits,
} from "./src/call/lookup.ts";

// Policies
export { type Policy, stack } from "./src/policy/layer.ts";
export { type StandardOptions, standardPolicies } from "./src/policy/standard.ts";
export { type DurableOptions, durablePolicies } from "./src/policy/durable.ts";
export { type SyncOptions, syncPolicies } from "./src/policy/sync.ts";
export * as CircuitBreaker from "./src/policy/circuit_breaker/layer.ts";
export * as Concurrency from "./src/policy/concurrency/layer.ts";
export * as Journal from "./src/policy/journal/layer.ts";
export {
  JournalStore,
  JournalStoreError,
  type JournalStoreShape,
} from "./src/policy/journal/store.ts";
export * as JournalDurableObject from "./src/policy/journal/durable_object.ts";
export * as JournalMemory from "./src/policy/journal/memory.ts";
export * as JournalSql from "./src/policy/journal/sql_client.ts";
export * as Key from "./src/policy/reconcile/keys.ts";
export * as RateLimit from "./src/policy/rate_limit/layer.ts";
export * as Reconcile from "./src/policy/reconcile/layer.ts";
export * as Retry from "./src/policy/retry/layer.ts";
export * as Split from "./src/policy/split.ts";
export * as Timeout from "./src/policy/timeout.ts";
