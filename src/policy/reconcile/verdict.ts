/**
 * What the result of a lookup proves about a customer.
 *
 * @module
 */
import * as Exit from "effect/Exit";
import type { BatchItem } from "../../batch/item.ts";
import type { FoundCustomer, Lookup, LookupError } from "../../call/lookup.ts";
import { type Created, Outcome, type Unknown } from "../../outcome/model.ts";

/** How a lookup ended. */
export type LookupExit = Exit.Exit<ReadonlyArray<FoundCustomer>, LookupError>;

/**
 * What a lookup says: the customer exists (`Created`); there is no customer with its key at this time; the lookup
 * failed; or what was found contradicts itself (`Unknown`).
 */
export type Verdict =
  | Created
  | { readonly _tag: "NotThere" }
  | { readonly _tag: "Failed" }
  | Unknown;

/** What the result of a lookup says about a customer. */
export const verdictOn = (
  { customer }: BatchItem,
  { by, value }: Lookup,
  found: LookupExit,
): Verdict => {
  if (Exit.isFailure(found)) return { _tag: "Failed" };
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
      ? { _tag: "NotThere" }
      : Outcome.unknown("may have been created; the lookup found other customers only");
  }
  if (match.surname !== undefined && !isSame(match.surname, customer.surname)) {
    return Outcome.unknown("may have been created; the customer with its key has another surname");
  }
  return Outcome.created(match.customerId);
};

const isSame = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();
