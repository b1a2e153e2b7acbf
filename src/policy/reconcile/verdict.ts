/**
 * What the customers that a lookup found prove about a customer.
 *
 * | found                                                         | verdict    |
 * |---------------------------------------------------------------|------------|
 * | nobody                                                        | `NotThere` |
 * | nobody, but Thulium may have stored the key in another form   | `Failed`   |
 * | only customers that do not carry the key                      | `Failed`   |
 * | one that carries the key, and as many others as were asked for | `Failed`  |
 * | one that carries the key, with another surname                | `Unknown`  |
 * | several that carry the key                                    | `Unknown`  |
 * | one that carries the key                                      | `Created`  |
 *
 * @module
 */
import type { FoundCustomer, Lookup } from "../../call/lookup.ts";
import { type Created, Outcome, type Unknown } from "../../outcome/model.ts";
import { carries, isStoredAsSent } from "./same_key.ts";
import { outcomeTexts } from "../../outcome/texts.ts";

/**
 * What a lookup says: the customer exists (`Created`); there is no customer with its key at this time (`NotThere`); the
 * lookup failed or was not answered, for a reason that may pass (`Failed`, with a message for an `Unknown`); or what was
 * found contradicts itself (`Unknown`).
 */
export type Verdict =
  | Created
  | { readonly _tag: "NotThere" }
  | { readonly _tag: "Failed"; readonly message: string }
  | Unknown;

const mayExist = (reason: string): string => `${outcomeTexts.mayExist}; ${reason}`;

/** The verdict on a lookup that failed, or whose answer proves nothing. */
export const failedLookup = (reason: string): Verdict => ({
  _tag: "Failed",
  message: mayExist(reason),
});

/**
 * The outcome of a customer that a lookup did not find before that is proof. `requestId` is that of the request that may
 * have created it.
 */
export const notFoundYet = (requestId?: string): Outcome =>
  Outcome.unknown(
    mayExist(outcomeTexts.notFoundYet),
    requestId,
  );

/** The outcome of a customer that was proved absent, and is not sent again. */
export const provedAbsent = (requestId?: string): Outcome =>
  Outcome.notSent(outcomeTexts.provedAbsent, undefined, requestId);

/** The outcome of a customer with whose key a lookup found the customer of another row. */
export const ofAnotherRow: Unknown = /* @__PURE__ */ Outcome.unknown(
  mayExist(outcomeTexts.anotherRow),
);

const contradiction = (reason: string): Verdict => Outcome.unknown(mayExist(reason));

/** What the customers that were found, of at most `limit`, say about a customer, whose surname may be known. */
export const verdictOn = (
  surname: string | undefined,
  lookup: Lookup,
  found: ReadonlyArray<FoundCustomer>,
  limit: number,
): Verdict => {
  const [match, other] = found.filter((one) => carries(one, lookup));
  if (other !== undefined) {
    return contradiction(outcomeTexts.several);
  }
  if (match === undefined) return absence(lookup, found);
  // The answer was cut off: a second match may stand behind the others.
  if (found.length >= limit) {
    return failedLookup(outcomeTexts.tooMany);
  }
  if (surname !== undefined && match.surname !== undefined && !isSame(match.surname, surname)) {
    return contradiction(outcomeTexts.otherSurname);
  }
  return Outcome.created(match.customerId);
};

const absence = (lookup: Lookup, found: ReadonlyArray<FoundCustomer>): Verdict => {
  if (found.length > 0) return failedLookup(outcomeTexts.othersOnly);
  return isStoredAsSent(lookup) ? { _tag: "NotThere" } : failedLookup(
    outcomeTexts.otherForm,
  );
};

const isSame = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();
