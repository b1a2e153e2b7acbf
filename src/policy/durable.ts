/**
 * The policies of an import that can be cut off anywhere and started again. `standard.ts` explains their order.
 * This file is separate from it, because the importer and the handler load `standard.ts` alone.
 *
 * @module
 */
import type * as KeyValueStore from "effect/persistence/KeyValueStore";
import type { CustomerLookup } from "../call/lookup.ts";
import * as Journal from "./journal/layer.ts";
import { type Policy, stack } from "./layer.ts";
import * as Reconcile from "./reconcile/layer.ts";
import { type StandardOptions, standardPolicies } from "./standard.ts";

/** Options of {@linkcode durablePolicies}. */
export interface DurableOptions extends StandardOptions {
  /** The journal's options: the name of the import, above all. */
  readonly journal: Journal.JournalOptions;
  /**
   * How customers in doubt are looked up.
   *
   * @default by identifier, after 2 seconds
   */
  readonly reconcile?: Reconcile.ReconcileOptions | undefined;
}

/**
 * The standard policies with `Reconcile` and `Journal` around them: an import can be cut off anywhere and
 * started again. Needs a `KeyValueStore` and a `CustomerLookup`.
 *
 * @throws {RangeError} If an option of a policy is invalid.
 */
export const durablePolicies = (
  options: DurableOptions,
): Policy<KeyValueStore.KeyValueStore | CustomerLookup> =>
  stack(
    standardPolicies(options),
    Reconcile.layer(options.reconcile),
    Journal.layer(options.journal),
  );
