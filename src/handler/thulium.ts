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
import { BatchCall, checkCallLimits } from "../call/service.ts";
import type { Send } from "../call/send.ts";
import type { Connection } from "../call/connection.ts";
import { CustomerLookup, type Find, makeFind } from "../call/lookup.ts";
import { makeExchange } from "../call/exchange.ts";
import { standardPolicies } from "../policy/standard.ts";
import { stack } from "../policy/layer.ts";
import type { Rate } from "../policy/rate_limit/layer.ts";
import * as Reconcile from "../policy/reconcile/layer.ts";
import type { Ask } from "../call/api.ts";
import type { HandlerConfig } from "./config.ts";

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
 * The `BatchCall` of all requests that share the layer. Some of its policies make calls wait for each other, so on
 * Workers each request needs a layer of its own.
 */
export const layerThulium = (config: HandlerConfig): Layer.Layer<BatchCall> => {
  const requests = perSecond(config.requestsPerSecond);
  const customers = perSecond(config.customersPerSecond);
  const base = Layer.succeed(BatchCall, {
    send: (batch) => Effect.flatMap(RequestSend, (send) => send(batch)),
  });
  const policies = standardPolicies({
    retry: { attempts: config.attempts },
    rateLimit: requests === undefined ? customers && { customers } : { requests, customers },
    concurrency: { limit: config.concurrency },
  });
  return config.reconcile
    ? stack(base, policies, Reconcile.layer({ checkPermission: false })).pipe(
      Layer.provide(requestLookup),
    )
    : stack(base, policies);
};

const requestLookup = Layer.succeed(CustomerLookup, {
  find: (lookup, limit) => Effect.flatMap(RequestFind, (find) => find(lookup, limit)),
});

/** Runs an effect whose calls use this connection. */
export const callingAs = (
  config: HandlerConfig,
  ask: Ask,
  connection: Connection,
): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R> => {
  const limits = checkCallLimits({ timeout: Duration.seconds(config.callSeconds) });
  const send = makeExchange(ask, connection, limits);
  if (!config.reconcile) return (effect) => Effect.provideService(effect, RequestSend, send);
  const find = makeFind(ask, connection, lookupTimeout);
  return (effect) =>
    effect.pipe(
      Effect.provideService(RequestSend, send),
      Effect.provideService(RequestFind, find),
    );
};
