/**
 * How the handler calls Thulium: the standard policies around one call, which uses the credentials of the current
 * request.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import type * as Scope from "effect/Scope";
import { BatchCall } from "../call/service.ts";
import type { Send } from "../call/send.ts";
import { CustomerLookup, type Find } from "../call/lookup.ts";
import { standardPolicies } from "../policy/standard.ts";
import { callThrough, type Policy, policy, stack } from "../policy/layer.ts";
import type { Rate } from "../policy/rate_limit/layer.ts";
import * as Reconcile from "../policy/reconcile/layer.ts";
import type { HandlerConfig } from "./config.ts";
import { acceptedLane, CurrentCaller, otherLanes } from "./lanes.ts";
import type { RequestCaller } from "./request_caller.ts";
import type { Surround } from "./policies.ts";

/** How a request calls Thulium: with its own credentials. */
export interface Calls {
  readonly send: Send;
  readonly find: Find;
}

const outside = () => Effect.die(new Error("a call outside of a request"));

/** The calls of the current request. */
const CurrentCalls = Context.Reference<Calls>(
  "@thulium-effect/batch-customers/handler/CurrentCalls",
  { defaultValue: () => ({ send: outside, find: outside }) },
);

const perSecond = (limit: number | undefined): Rate | undefined =>
  limit === undefined ? undefined : { limit, per: "1 second" };

/** The handler's policies. */
const policiesOf = (config: HandlerConfig): Policy<CustomerLookup> => {
  const { concurrency } = config;
  const requests = perSecond(config.requestsPerSecond);
  const customers = perSecond(config.customersPerSecond);
  const inner = standardPolicies({
    retry: false,
    split: false,
    rateLimit: requests === undefined ? customers && { customers } : { requests, customers },
    concurrency: false,
  });
  const outer = standardPolicies({
    retry: { attempts: config.attempts },
    circuitBreaker: false,
    concurrency: false,
  });
  const paced = stack(acceptedLane(concurrency), inner, otherLanes(concurrency), outer);
  return config.reconcile
    ? stack(paced, Reconcile.layer({ checkPermission: false }), smallFirst)
    : stack(paced, smallFirst);
};

/**
 * Makes the `BatchCall` of all requests that share it, with what the program puts around it. Some of its policies make
 * calls wait for each other, so on Workers each request needs one of its own.
 */
export const makeThulium = (
  config: HandlerConfig,
  surround: Surround | undefined,
): Effect.Effect<BatchCall["Service"], never, Scope.Scope> => {
  const policies = policiesOf(config);
  const calls = Effect.provideService(
    Effect.map(callThrough(policies, sendForRequest), (send) => ({ send })),
    CustomerLookup,
    requestLookup,
  );
  return surround === undefined ? calls : Effect.provideService(
    Effect.map(
      Layer.build(surround(Layer.effect(BatchCall, calls))),
      (services) => Context.get(services, BatchCall),
    ),
    CustomerLookup,
    requestLookup,
  );
};

const sendForRequest: Send = (batch) => Effect.flatMap(CurrentCalls, ({ send }) => send(batch));

/** The first call of a caller whom Thulium does not know yet is small. */
const smallFirst = /* @__PURE__ */ policy((next) =>
  Effect.succeed((batch) =>
    Effect.flatMap(CurrentCaller, (caller) => caller?.send(next, batch) ?? next(batch))
  )
);

const requestLookup: CustomerLookup["Service"] = {
  find: (lookup, limit) => Effect.flatMap(CurrentCalls, ({ find }) => find(lookup, limit)),
};

/** Runs an effect whose calls are these. `caller` is `undefined` if the handler calls as itself. */
export const callingAs = <A, E, R>(
  calls: Calls,
  caller: RequestCaller | undefined,
  effect: Effect.Effect<A, E, R>,
): Effect.Effect<A, E, R> =>
  Effect.provideService(
    Effect.provideService(effect, CurrentCaller, caller),
    CurrentCalls,
    calls,
  );
