/**
 * What the result of a lookup proves about a customer.
 *
 * @module
 */
import * as Exit from "effect/Exit";
import type { BatchItem } from "../../batch/item.ts";
import type { FoundCustomer, Lookup, LookupError } from "../../call/lookup.ts";
import { provenAbsent } from "../../call/lookup_only.ts";
import { Outcome } from "../../outcome/model.ts";

/** How a lookup ended. */
export type LookupExit = Exit.Exit<ReadonlyArray<FoundCustomer>, LookupError>;

/** The outcome of a customer after its lookup. */
export const verdictOn = (
  { customer }: BatchItem,
  { by, value }: Lookup,
  found: LookupExit,
): Outcome => {
  if (Exit.isFailure(found)) return Outcome.unknown("may have been created; the lookup failed");
  // A server may match parts of an identifier; such a match proves nothing.
  const matches = found.value.filter(({ identifier }) =>
    by !== "identifier" || identifier === undefined || identifier === value
  );
  const [match, other] = matches;
  if (other !== undefined) {
    return Outcome.unknown(
      "may have been created; the lookup found several customers with its key",
    );
  }
  if (match === undefined) {
    return found.value.length === 0
      ? provenAbsent
      : Outcome.unknown("may have been created; the lookup found other customers only");
  }
  if (match.surname !== undefined && !isSame(match.surname, customer.surname)) {
    return Outcome.unknown("may have been created; the customer with its key has another surname");
  }
  return Outcome.created(match.customerId);
};

const isSame = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();
