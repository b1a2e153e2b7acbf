/**
 * Adds many customers to Thulium, the Polish contact-centre CRM, through its
 * `POST /api/batch/customers`, and says of each one what became of it.
 *
 * - {@linkcode addCustomers} takes a list and reports on every customer in it; {@linkcode importCustomers}
 *   takes a stream; {@linkcode addCustomer} takes one customer.
 * - {@linkcode BatchCall} is the service under it: the one HTTP call. What changes how calls are made
 *   is a layer from `BatchCall` to `BatchCall`, a policy: {@linkcode standardPolicies} gives the usual ones.
 * - {@linkcode Customer} and {@linkcode Outcome} are what goes in and what comes out.
 *
 * A customer that may have been created is never sent again by itself.
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

// The model
export { Address, Customer, type CustomFieldValue } from "./src/customer.ts";
export { StrictCustomer } from "./src/strict_customer.ts";
export { formatIssues, type Issue } from "./src/issue.ts";
export { validateCustomer, type ValidationOptions } from "./src/validate_customer.ts";

// What comes out
export { type Created, type NotSent, Outcome, type Rejected, type Unknown } from "./src/outcome.ts";
export { makeReport, type OutcomeCounts, type Report } from "./src/report.ts";
export {
  AuthError,
  type BatchError,
  type BatchErrorFields,
  batchErrorOf,
  type CallObservation,
  outcomeOf,
  RefusedError,
  TransportError,
  type TransportReason,
} from "./src/batch_error.ts";
export {
  type AnswerFault,
  type ConnectFailure,
  type Delivery,
  deliveryOf,
  type Observation,
  type StopReason,
} from "./src/delivery.ts";

// The call
export { type Batch, type BatchLimits, makeBatch } from "./src/batch.ts";
export { type BatchItem, makeBatchItem } from "./src/batch_item.ts";
export { BatchCall, type BatchCallOptions, type CallLimits, type Send } from "./src/batch_call.ts";
export type { ConnectionOptions } from "./src/connection.ts";
export { Attempt } from "./src/telemetry.ts";

// What changes how it is made
export { type Policy, policy, stack } from "./src/policy/policy.ts";
export * as CircuitBreaker from "./src/policy/circuit_breaker.ts";
export * as Concurrency from "./src/policy/concurrency.ts";
export * as Journal from "./src/policy/journal.ts";
export * as RateLimit from "./src/policy/rate_limit.ts";
export * as Reconcile from "./src/policy/reconcile.ts";
export * as Retry from "./src/policy/retry.ts";
export * as Split from "./src/policy/split.ts";
export * as Timeout from "./src/policy/timeout.ts";
export { type DurableOptions, durablePolicies } from "./src/policy/durable.ts";
export { type StandardOptions, standardPolicies } from "./src/policy/standard.ts";
export {
  CustomerLookup,
  type FoundCustomer,
  type Lookup,
  LookupError,
  type LookupLimits,
} from "./src/customer_lookup.ts";
export { LookupOnly } from "./src/lookup_only.ts";

// What feeds it
export {
  type AddCustomer,
  addCustomer,
  AddCustomerError,
  type AddCustomerOptions,
  makeAddCustomer,
} from "./src/add_customer.ts";
export { importCustomers, type ImportOptions } from "./src/import_customers.ts";
export type { ImportedCustomer } from "./src/import_books.ts";
export type { RunOptions } from "./src/import_run.ts";
export { UnreadableRow } from "./src/unreadable_row.ts";
export { type ImportPlan, planImport, type PlanOptions } from "./src/plan_import.ts";
export { type ImportProgress, makeImportProgress } from "./src/import_progress.ts";
export { addCustomers, type AddCustomersOptions } from "./src/add_customers.ts";
export type { Progress } from "./src/ledger.ts";
