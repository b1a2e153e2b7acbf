/**
 * Replaces `Unknown` by what a lookup proves: after a call whose result is in doubt, each of its customers is
 * looked up by its key.
 *
 * | found                                           | outcome                          |
 * |-------------------------------------------------|----------------------------------|
 * | exactly one customer                            | `Created`, with its id           |
 * | no customer                                     | `NotSent`: it may be sent again  |
 * | several customers, or one with another surname  | `Unknown`, with the reason       |
 * | the lookup failed                               | `Unknown`, with the reason       |
 * | not looked up: the customer has no key, or another customer with its key is being sent | `Unknown`, as before |
 *
 * The result is only as reliable as the key: the key must be the caller's own, and belong to one customer only.
 * A customer that existed with the same key before counts as the one that was sent. A request that has not
 * arrived yet may still create a customer that the lookup does not find; `settleFor` gives it time to arrive.
 *
 * @module
 */
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { CustomerLookup, type Lookup } from "../../call/lookup.ts";
import type { Customer } from "../../customer/model.ts";
import { checkDuration, checkInteger } from "../../internal/check_option.ts";
import { type Policy, policy } from "../layer.ts";
import { Reconciler } from "./reconciler.ts";

/** Options of {@linkcode layer}. */
export interface ReconcileOptions {
  /**
   * What a customer is looked up by; `undefined` for a customer that cannot be looked up.
   *
   * @default its identifier, unless blank or with white space at its ends
   */
  readonly key?: ((customer: Customer) => Lookup | undefined) | undefined;
  /**
   * How long to wait before the customers of a batch are looked up.
   *
   * @default "2 seconds"
   */
  readonly settleFor?: Duration.Input | undefined;
  /**
   * The most lookups at a time for one batch.
   *
   * @default 4
   */
  readonly concurrency?: number | undefined;
}

/** Looks a customer up by its identifier. */
export const byIdentifier = ({ identifier }: Customer): Lookup | undefined => {
  const value = String(identifier ?? "");
  // Thulium may trim what it stores, so a lookup of a value with white space at its ends proves nothing.
  return value === "" || value !== value.trim() ? undefined : { by: "identifier", value };
};

/**
 * The policy. Needs a `CustomerLookup`.
 *
 * @throws {RangeError} If an option is not positive and finite.
 */
export const layer = (options: ReconcileOptions = {}): Policy<CustomerLookup> => {
  const { concurrency = 4, key = byIdentifier } = options;
  checkInteger("concurrency", concurrency);
  const settleFor = checkDuration("settleFor", options.settleFor ?? "2 seconds");
  return policy((next) =>
    Effect.map(CustomerLookup, ({ find }) => {
      const reconciler = new Reconciler(next, find, { concurrency, key, settleFor });
      return (batch) => reconciler.send(batch);
    })
  );
};
