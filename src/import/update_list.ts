/**
 * Updates a list of customers and reports on each.
 *
 * @module
 */
import type * as Effect from "effect/Effect";
import { toUpdate } from "../batch/operation.ts";
import type { BatchCall } from "../call/service.ts";
import type { CustomerUpdate } from "../customer/update.ts";
import type { BatchError } from "../outcome/error.ts";
import type { Report } from "../outcome/report.ts";
import { type ListOptions, sendList } from "./send_list.ts";

/**
 * Options of {@linkcode updateCustomers}.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `profile` | "contract" | `contract`: the rules of the vendor's page and no more. `strict`: also NIP and PESEL checksums, e-mail addresses, Polish postcodes and ISO dates. |
 * | `unknownFields` | "refuse" | What happens to a field that the contract does not know. |
 * | `nulls` | "refuse" | What happens to a field that is `null`. |
 * | `maxCustomers` | 100 | Maximum number of customers in a batch. |
 * | `maxBytes` | 1_048_576 | Maximum length of a request's body, in bytes. |
 * | `deadline` | none | After this time nothing more is sent. |
 * | `maxCalls` | none | Maximum number of HTTP requests, lookups included; the remaining customers are `NotSent`. |
 * | `until` | never | When this effect ends, nothing more is sent, as at the deadline. |
 * | `onInterrupt` | "abort" | `abort`: calls under way are given up, and their customers are `Unknown`. `finish`: the import waits for calls under way, gives up other waits, and sends nothing more; the interruption then takes as long as a call. |
 * | `concurrency` | 4 | Maximum number of batches that are sent at the same time. |
 * | `onProgress` | nothing runs | Runs after each batch with the progress so far, one run at a time, and at the end once more with all customers done. |
 * | `onEnd` | nothing runs | Runs with the report, however the import ends. |
 */
export type UpdateCustomersOptions = ListOptions;

/**
 * Updates customers that exist in Thulium, by their ids, and reports what became of each: `outcomes[i]` belongs to
 * `updates[i]`. An `Updated` customer holds the values that were sent. A customer that Thulium does not have is
 * `Rejected` with the status 404; an update never creates anybody.
 *
 * Each update is validated as `addCustomers` validates customers; a list from outside has the type `unknown`:
 * `updateCustomers<unknown>(rows)`. An update whose answer was lost is `Unknown`, and may be sent again: the same fields
 * get the same values. `Retry`, and so `standardPolicies`, does that.
 *
 * **Name each customer once.** Batches are sent at the same time, so that of two updates of one customer either may be
 * the last. For the same reason wait a minute before another run changes a customer whose update is `Unknown`.
 *
 * The effect fails only if calls failed and no customer was or may have been changed. After a 401 or 403 nothing more is
 * sent.
 *
 * @throws {RangeError} If an option is invalid.
 * @throws {TypeError} If `updates` is not an array whose length can be read.
 *
 * @example
 * ```ts
 * import * as Effect from "effect/Effect";
 * import { BatchCall, standardPolicies, updateCustomers } from "@thulium-effect/batch-customers";
 * import * as Layer from "effect/Layer";
 *
 * const program = Effect.gen(function* () {
 *   const report = yield* updateCustomers([
 *     { customer_id: "13", phone_number: "600 100 200" },
 *     { customer_id: "14", note: "Woli e-mail", custom_fields: { Kampania: "" } },
 *   ]);
 *   return report.updated;
 * }).pipe(Effect.provide(standardPolicies().pipe(Layer.provide(BatchCall.layerEnv()))));
 * ```
 */
export const updateCustomers = <Row = CustomerUpdate>(
  updates: ReadonlyArray<NoInfer<Row>>,
  options: UpdateCustomersOptions = {},
): Effect.Effect<Report, BatchError, BatchCall> =>
  sendList("thulium.update_customers", toUpdate, updates, options);
