/**
 * How the handler calls Thulium: the standard policies around one call, which uses the credentials of the current
 * request.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { BatchCall } from "../call/service.ts";
import type { Send } from "../call/send.ts";
import { CustomerLookup, type Find } from "../call/lookup.ts";
import { standardPolicies } from "../policy/standard.ts";
import { policy, stack } from "../policy/layer.ts";
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

/**
 * The `BatchCall` of all requests that share the layer, with what the program puts around it. Some of its policies make
 * calls wait for each other, so on Workers each request needs a layer of its own.
 */
export const layerThulium = (
  config: HandlerConfig,
  surround: Surround = (calls) => calls,
): Layer.Layer<BatchCall> => {
  const { concurrency } = config;
  const requests = perSecond(config.requestsPerSecond);
  const customers = perSecond(config.customersPerSecond);
  const base = Layer.succeed(BatchCall, {
    send: (batch) => Effect.flatMap(CurrentCalls, ({ send }) => send(batch)),
  });
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
  const paced = stack(base, acceptedLane(concurrency), inner, otherLanes(concurrency), outer);
  const calls = config.reconcile
    ? stack(paced, Reconcile.layer({ checkPermission: false }), smallFirst).pipe(
      Layer.provide(requestLookup),
    )
    : stack(paced, smallFirst);
  return Layer.provide(surround(calls), requestLookup);
};

/** The first call of a caller whom Thulium does not know yet is small. */
const smallFirst = /* @__PURE__ */ policy((next) =>
  Effect.succeed((batch) =>
    Effect.flatMap(CurrentCaller, (caller) => caller?.send(next, batch) ?? next(batch))
  )
);

const requestLookup = Layer.succeed(CustomerLookup, {
  find: (lookup, limit) => Effect.flatMap(CurrentCalls, ({ find }) => find(lookup, limit)),
});

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
