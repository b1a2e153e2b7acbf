/**
 * Adds a list of customers and reports on each.
 *
 * @module
 */
import type * as Effect from "effect/Effect";
import { toAdd } from "../batch/operation.ts";
import type { BatchCall } from "../call/service.ts";
import type { Customer } from "../customer/model.ts";
import type { BatchError } from "../outcome/error.ts";
import type { Report } from "../outcome/report.ts";
import { type ListOptions, sendList } from "./send_list.ts";

/**
 * Options of {@linkcode addCustomers}.
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
export type AddCustomersOptions = ListOptions;

/**
 * Adds customers to Thulium and reports what became of each: `outcomes[i]` belongs to `customers[i]`.
 *
 * The compiler checks customers that are written in the program. For a list from outside, give the type
 * `unknown`: `addCustomers<unknown>(rows)`. Either way each one is validated: a customer that breaks a rule
 * is `Rejected` with its issues, and the others are sent.
 *
 * The effect fails only if calls failed and no customer was or may have been created, now or by another run: wrong
 * password, no connection, Thulium out of order, time over. Otherwise it succeeds with a {@linkcode Report}, in which the
 * customers of failed calls are `NotSent` or `Unknown`. After a 401 or 403 nothing more is sent.
 *
 * @throws {RangeError} If an option is invalid.
 * @throws {TypeError} If `customers` is not an array whose length can be read.
 *
 * @example
 * ```ts
 * import * as Effect from "effect/Effect";
 * import { addCustomers, BatchCall } from "@thulium-effect/batch-customers";
 *
 * const program = Effect.gen(function* () {
 *   const report = yield* addCustomers([
 *     { surname: "Kowalska", email: "anna@example.com" },
 *     { surname: "Nowak", phone_number: ["600 100 200", "600 100 201"] },
 *   ]);
 *   return report.created;
 * }).pipe(Effect.provide(BatchCall.layerEnv()));
 * ```
 */
export const addCustomers = <Row = Customer>(
  customers: ReadonlyArray<NoInfer<Row>>,
  options: AddCustomersOptions = {},
): Effect.Effect<Report, BatchError, BatchCall> =>
  sendList("thulium.add_customers", toAdd, customers, options);
