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

/** Options of {@linkcode durablePolicies}. */
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
