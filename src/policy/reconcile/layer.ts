/**
 * Replaces `Unknown` by what lookups prove: after a call whose result is in doubt, each of its customers is looked
 * up by its key.
 *
 * | found                                           | outcome                                              |
 * |-------------------------------------------------|------------------------------------------------------|
 * | exactly one customer, at any time               | `Created`, with its id                               |
 * | no customer, before `absentAfter`               | in doubt still: Thulium may be working on the request |
 * | no customer, after `absentAfter`                | proved absent: sent again, or `NotSent` in the end   |
 * | several customers, or one with another surname  | `Unknown`, with the reason                           |
 * | other customers only, or too many of them       | `Unknown`, with the reason                           |
 * | the lookup failed                               | `Unknown`, with the reason                           |
 * | not looked up: the user may not do it (403)     | `Unknown`, with the reason                           |
 * | not looked up: the customer has no key, or another customer with its key is being sent | `Unknown`, as before |
 *
 * A customer counts as found only if it carries the key itself: a server may ignore a parameter that it does not know.
 * The result is only as reliable as the key: the key must be the caller's own, and belong to one customer only
 * (`keys.ts`). A customer that existed with the same key before counts as the one that was sent.
 *
 * **A refusal after a doubt is looked up, too.** Thulium may refuse a customer because it exists already:
 *
 * | refused by Thulium (4xx for the customer)                             | outcome                |
 * |-----------------------------------------------------------------------|------------------------|
 * | when it was sent again here after a doubt, and is found now           | `Created`, with its id |
 * | when it was sent again here after a doubt, and is not found           | `Rejected`             |
 * | when it was sent for the first time, or again by a policy inside      | `Rejected`             |
 *
 * **The permission is looked at first.** Thulium gives permissions per method. Before the first call of an import one
 * lookup of a value that nobody has shows whether the user may look customers up (`checkPermission`). After a 403 the
 * import goes on without lookups, and a warning says so; after a 401 nothing is sent.
 *
 * **An absence proves nothing early.** A server may finish a request a long time after its caller gave up, so
 * customers are looked up twice: after `settleFor`, which finds most of them, and after `absentAfter`. An import
 * whose deadline is earlier leaves them in doubt.
 *
 * **Updates pass.** An update in doubt is sent again by `Retry`; no lookup could say more.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { CustomerLookup, type Lookup } from "../../call/lookup.ts";
import type { Customer } from "../../customer/model.ts";
import { checkDuration, checkInteger } from "../../internal/check_option.ts";
import { type Policy, policy } from "../layer.ts";
import { byIdentifier } from "./keys.ts";
import { Lookups } from "./lookups.ts";
import { Reconciler } from "./reconciler.ts";

/** Options of {@linkcode layer}. */
export interface ReconcileOptions {
  /**
   * What a customer is looked up by; `undefined` for a customer that cannot be looked up.
   *
   * `Key` has the usual ones.
   *
   * @default its identifier (`Key.byIdentifier`)
   */
  readonly key?: ((customer: Customer) => Lookup | undefined) | undefined;
  /**
   * How long after the call the customers in doubt are looked up for the first time.
   *
   * @default "2 seconds"
   */
  readonly settleFor?: Duration.Input | undefined;
  /**
   * How long after the call a customer that is not found counts as not created. Thulium does not say how long it
   * works on a request that was given up, so this is an assumption. With less time customers may be created twice.
   *
   * @default "1 minute"
   */
  readonly absentAfter?: Duration.Input | undefined;
  /**
   * How often a customer that was proved absent is sent again by the same import. 0: it is `NotSent`.
   *
   * @default 2
   */
  readonly resends?: number | undefined;
  /**
   * The most lookups at a time for one batch.
   *
   * @default 4
   */
  readonly concurrency?: number | undefined;
  /**
   * Whether an import makes a lookup before its first call, to see whether the user may make any. An import with a
   * limit of calls (`maxCalls`) never makes it.
   *
   * @default true
   */
  readonly checkPermission?: boolean | undefined;
}

/**
 * The policy. Needs a `CustomerLookup`.
 *
 * @throws {RangeError} If an option is invalid: durations must be positive and finite.
 */
export const layer = (options: ReconcileOptions = {}): Policy<CustomerLookup> => {
  const { absentAfter = "1 minute", concurrency = 4, key = byIdentifier, resends = 2 } = options;
  checkInteger("concurrency", concurrency);
  checkInteger("resends", resends, 0);
  const millis = (name: string, duration: Duration.Input) =>
    Duration.toMillis(checkDuration(name, duration));
  const settings = {
    absentMillis: millis("absentAfter", absentAfter),
    checkPermission: options.checkPermission ?? true,
    settleMillis: millis("settleFor", options.settleFor ?? "2 seconds"),
    resends,
  };
  return policy((next) =>
    Effect.map(CustomerLookup, ({ find }) => {
      const reconciler = new Reconciler(next, new Lookups(find, { key, concurrency }), settings);
      return (batch) => reconciler.send(batch);
    })
  );
};
