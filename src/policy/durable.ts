/**
 * The policies of an import that can be cut off anywhere and started again. `standard.ts` explains their order.
 * This file is separate from it, because the importer and the handler load `standard.ts` alone.
 *
 * @module
 */
import type { CustomerLookup } from "../call/lookup.ts";
import * as Journal from "./journal/layer.ts";
import type { JournalStore } from "./journal/store.ts";
import { type Policy, stack } from "./layer.ts";
import { type StandardOptions, standardPolicies } from "./standard.ts";

/**
 * Options of {@linkcode durablePolicies}.
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
export interface DurableOptions extends StandardOptions {
  /** The journal's options: its name, above all. */
  readonly journal: Journal.JournalReconcileOptions;
}

/**
 * The standard policies with a journal around them, which looks up customers in doubt: an import can be cut off
 * anywhere and started again. Needs a `JournalStore` and a `CustomerLookup`.
 *
 * @throws {RangeError} If an option of a policy is invalid.
 */
export const durablePolicies = (
  options: DurableOptions,
): Policy<JournalStore | CustomerLookup> =>
  stack(standardPolicies(options), Journal.layerReconcile(options.journal));
