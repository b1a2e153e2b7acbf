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
import { Outcome } from "../outcome/model.ts";

/** Whether the customers of the call must not be sent. */
export const LookupOnly: Context.Reference<boolean> = Context.Reference<boolean>(
  "@thulium-effect/batch-customers/LookupOnly",
  { defaultValue: () => false },
);

/** The outcome of a customer that was not to be sent, and that nobody looked up. */
export const inDoubt: Outcome = Outcome.unknown(
  "was on its way to Thulium when an earlier run ended",
);

/**
 * The outcome of a customer that a lookup did not find. This very object is the proof: whoever asked
 * believes no other `NotSent`, because a policy in between may have held the lookup back.
 */
export const provenAbsent: Outcome = Outcome.notSent(
  "was not created: the lookup found no such customer",
);
