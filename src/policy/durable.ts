/**
 * The policies of an import that can be cut off anywhere and started again. Apart from `standard.ts`, which
 * explains the order, because importer and handler load that one alone.
 *
 * @module
 */
import type * as KeyValueStore from "effect/persistence/KeyValueStore";
import type { CustomerLookup } from "../call/lookup.ts";
import * as Journal from "./journal/layer.ts";
import { type Policy, stack } from "./layer.ts";
import * as Reconcile from "./reconcile.ts";
import { type StandardOptions, standardPolicies } from "./standard.ts";

/** Options of {@linkcode durablePolicies}. */
export interface DurableOptions extends StandardOptions {
  /** The import's name in the journal. */
  readonly journal: Journal.JournalOptions;
  /**
   * How customers are looked up whose answer was lost.
   *
   * @default by identifier, after 2 seconds
   */
  readonly reconcile?: Reconcile.ReconcileOptions | undefined;
}

/**
 * The standard policies inside `Reconcile` and `Journal`: an import that can be cut off anywhere and
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
