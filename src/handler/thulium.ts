/**
 * How the handler calls Thulium: the standard policies around one call, which uses the credentials of the current
 * request.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { checkCallLimits } from "../call/bare.ts";
import { BatchCall } from "../call/service.ts";
import type { Send } from "../call/send.ts";
import type { Connection } from "../call/connection.ts";
import { CustomerLookup, type Find, makeFind } from "../call/lookup.ts";
import { makeExchange } from "../call/exchange.ts";
import { standardPolicies } from "../policy/standard.ts";
import { policy, stack } from "../policy/layer.ts";
import type { Rate } from "../policy/rate_limit/layer.ts";
import * as Reconcile from "../policy/reconcile/layer.ts";
import type { Ask } from "../call/api.ts";
import type { HandlerConfig } from "./config.ts";
import { acceptedLane, CurrentCaller, otherLanes } from "./lanes.ts";
import type { RequestCaller } from "./request_caller.ts";
import type { Surround } from "./policies.ts";

/** The call with the credentials of the current request. */
const RequestSend = Context.Reference<Send>(
  "@thulium-effect/batch-customers/handler/RequestSend",
  { defaultValue: () => () => Effect.die(new Error("a call outside of a request")) },
);

/** The lookup with the credentials of the current request. */
const RequestFind = Context.Reference<Find>(
  "@thulium-effect/batch-customers/handler/RequestFind",
  { defaultValue: () => () => Effect.die(new Error("a lookup outside of a request")) },
);

const lookupTimeout = Duration.seconds(5);

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
    send: (batch) => Effect.flatMap(RequestSend, (send) => send(batch)),
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
  find: (lookup, limit) => Effect.flatMap(RequestFind, (find) => find(lookup, limit)),
});

/** Runs an effect whose calls use this connection, which is the caller's own or, without a caller, the handler's. */
export const callingAs = (
  config: HandlerConfig,
  ask: Ask,
  connection: Connection,
  caller: RequestCaller | undefined,
): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R> => {
  const limits = checkCallLimits({ timeout: Duration.seconds(config.callSeconds) });
  const exchange = makeExchange(ask, connection, limits);
  const send: Send = (batch) => caller?.observe(exchange(batch)) ?? exchange(batch);
  const find = makeFind(ask, connection, lookupTimeout);
  return (effect) =>
    effect.pipe(
      Effect.provideService(CurrentCaller, caller),
      Effect.provideService(RequestSend, send),
      Effect.provideService(RequestFind, find),
    );
};
