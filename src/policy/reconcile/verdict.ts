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

/** The verdict on a lookup that failed, or whose answer proves nothing. */
export const failedLookup = (reason: string): Verdict => ({
  _tag: "Failed",
  message: `may have been created; ${reason}`,
});

/**
 * The outcome of a customer that a lookup did not find before that is proof. `requestId` is that of the request that may
 * have created it.
 */
export const notFoundYet = (requestId?: string): Outcome =>
  Outcome.unknown(
    "may have been created; the lookup did not find it, but Thulium may still be working on the request",
    requestId,
  );

/** The outcome of a customer that was proved absent, and is not sent again. */
export const provedAbsent = (requestId?: string): Outcome =>
  Outcome.notSent("was not created: the lookup found no such customer", undefined, requestId);

/** The outcome of a customer with whose key a lookup found the customer of another row. */
export const ofAnotherRow: Unknown = /* @__PURE__ */ Outcome.unknown(
  "may have been created; the customer with its key is another row",
);

const contradiction = (reason: string): Verdict =>
  Outcome.unknown(`may have been created; ${reason}`);

/** What the customers that were found, of at most `limit`, say about a customer, whose surname may be known. */
export const verdictOn = (
  surname: string | undefined,
  lookup: Lookup,
  found: ReadonlyArray<FoundCustomer>,
  limit: number,
): Verdict => {
  const [match, other] = found.filter((one) => carries(one, lookup));
  if (other !== undefined) {
    return contradiction("the lookup found several customers with its key");
  }
  if (match === undefined) return absence(lookup, found);
  // The answer was cut off: a second match may stand behind the others.
  if (found.length >= limit) {
    return failedLookup("the lookup found too many other customers");
  }
  if (surname !== undefined && match.surname !== undefined && !isSame(match.surname, surname)) {
    return contradiction("the customer with its key has another surname");
  }
  return Outcome.created(match.customerId);
};

const absence = (lookup: Lookup, found: ReadonlyArray<FoundCustomer>): Verdict => {
  if (found.length > 0) return failedLookup("the lookup found other customers only");
  return isStoredAsSent(lookup) ? { _tag: "NotThere" } : failedLookup(
    "the lookup did not find it, but Thulium may have stored its key in another form",
  );
};

const isSame = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();
