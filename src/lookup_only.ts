/**
 * Marks a call whose customers may exist already: they must not be sent, only looked up.
 *
 * A journal that finds customers which were on their way when an earlier run ended makes such a call.
 * Whatever can look customers up (`Reconcile`) answers it; the exchange sends nothing and answers
 * `Unknown`.
 *
 * @module
 */
import * as Context from "effect/Context";

/** Whether the customers of the call must not be sent. */
export const LookupOnly: Context.Reference<boolean> = Context.Reference<boolean>(
  "@thulium-effect/batch-customers/LookupOnly",
  { defaultValue: () => false },
);
