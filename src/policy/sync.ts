/**
 * The policies of a list that comes again and again: customers are created, updated or left alone, so that Thulium becomes
 * like the list.
 *
 * @module
 */
import type { CustomerLookup } from "../call/lookup.ts";
import * as Journal from "./journal/layer.ts";
import type { JournalStore } from "./journal/store.ts";
import { type Policy, stack } from "./layer.ts";
import { type StandardOptions, standardPolicies } from "./standard.ts";

/**
 * Options of {@linkcode syncPolicies}.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `split` | splits on 413 | Halves a batch that is too large. |
 * | `retry` | 5 attempts, with waits of 2 minutes in all | Sends customers again that were provably not created. |
 * | `circuitBreaker` | opens for 30 seconds after 5 failures in a row | Stops calls while Thulium does not work. |
 * | `rateLimit` | no limit | Limits requests and customers per time. |
 * | `concurrency` | 4 calls at a time | Limits the calls at a time: to a fixed number, or to one that follows Thulium. |
 * | `timeout` | none | Ends each call after a time. |
 */
export interface SyncOptions extends StandardOptions {
  /** The journal's options: its name, above all, and the key. */
  readonly journal: Omit<Journal.JournalReconcileOptions, "whenChanged">;
}

/**
 * The standard policies with a journal around them that updates customers whose rows have changed, and looks up those that
 * it does not know: `addCustomers` and `importCustomers` then bring Thulium up to date with the list. A run can be cut off
 * anywhere and started again. Needs a `JournalStore` and a `CustomerLookup`.
 *
 * | row                                                         | outcome                                     |
 * |-------------------------------------------------------------|---------------------------------------------|
 * | as it was                                                   | `Unchanged`, without a request              |
 * | changed                                                     | `Updated`: only the changed fields are sent |
 * | new, and Thulium has nobody with its key                    | `Created`                                   |
 * | new to the journal, and Thulium has one customer with its key | `Updated`, or `Unchanged` if it is like the row |
 * | several customers in Thulium have its key                   | `Rejected`, with their number               |
 * | without a key; or another row has its key and other values  | `Rejected`                                  |
 *
 * Nobody is deleted: `Journal.missing` tells who is not in the list any more. What people change in Thulium stays until the
 * same field changes in the list.
 *
 * @throws {RangeError} If an option of a policy is invalid.
 *
 * @example
 * ```ts
 * import * as Layer from "effect/Layer";
 * import { BatchCall, CustomerLookup, syncPolicies } from "@thulium-effect/batch-customers";
 * import * as JournalFile from "@thulium-effect/batch-customers/sqlite";
 *
 * const Thulium = syncPolicies({ journal: { name: "customers" } }).pipe(
 *   Layer.provide([
 *     BatchCall.layerEnv(),
 *     CustomerLookup.layerEnv(),
 *     JournalFile.layer("customers.journal"),
 *   ]),
 * );
 * ```
 */
export const syncPolicies = (options: SyncOptions): Policy<JournalStore | CustomerLookup> =>
  stack(
    standardPolicies(options),
    Journal.layerReconcile({
      whenNew: "lookup",
      // A night without changes makes no call at all, and a new customer is looked up before it is created.
      checkPermission: false,
      ...options.journal,
      whenChanged: "update",
    }),
  );
