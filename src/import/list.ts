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

/** Options of {@linkcode addCustomers}. */
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
