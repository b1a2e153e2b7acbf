/**
 * Marks a call whose customers must not be sent but only looked up, because they may exist already.
 *
 * A journal makes such a call for customers that were being sent when an earlier run ended. A policy that can
 * look customers up (`Reconcile`) answers it. The exchange sends nothing and answers `Unknown`.
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

/** The outcome of a customer that was neither sent nor looked up. */
export const inDoubt: Outcome = Outcome.unknown(
  "was on its way to Thulium when an earlier run ended",
);

/**
 * The outcome of a customer that a lookup did not find. The proof is this object itself: the journal compares
 * outcomes with it, and believes no other `NotSent`, because a policy in between may have stopped the lookup.
 */
export const provenAbsent: Outcome = Outcome.notSent(
  "was not created: the lookup found no such customer",
);
