/**
 * How long the services of the handler live: as long as the process, or as long as one request.
 *
 * Only `perProcess` may use Effect's own exporter of telemetry, which is a quarter of the Worker's size. The Worker
 * imports `perRequest` alone, and its bundler drops the rest; `tests/bench/size_test.ts` notices if it does not.
 *
 * @module
 */
import type { ThuliumApi } from "../call/api.ts";
import { BatchCall } from "../call/service.ts";
import * as ConfigProvider from "effect/ConfigProvider";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Layer from "effect/Layer";
import * as ManagedRuntime from "effect/ManagedRuntime";
import * as Otlp from "effect/observability/Otlp";
import * as Scope from "effect/Scope";
import { layerCollectorClient } from "./collector.ts";
import { layerRequestTraces } from "./request_traces.ts";
import type { ServiceParts, Services, Telemetry } from "./services.ts";

/** The services for one request. */
export interface RequestServices {
  readonly services: Context.Context<Services>;
  /** Releases what is the request's own, and then calls `over`. To do this twice does no harm. */
  readonly release: (over: () => void) => void;
}

/** How long services live, and how their telemetry reaches a collector. */
export interface Lifetime {
  readonly telemetry: Telemetry;
  readonly open: (parts: ServiceParts) => OpenServices;
}

/** Services that requests can have. */
export interface OpenServices {
  /** Is called once for each request. */
  readonly begin: () => RequestServices | Promise<RequestServices>;
  /** Releases what requests share, and sends the telemetry that is left. */
  readonly dispose: () => Promise<void>;
}

/**
 * Effect's exporter looks for variables of its own, and so for all of the environment, which the program may not read. The
 * handler's configuration is what it is given.
 */
const noVariables = /* @__PURE__ */ ConfigProvider.layer(
  /* @__PURE__ */ ConfigProvider.fromEnv({ env: {} }),
);

/**
 * All requests share one set of services, with its rate and concurrency limits and its circuit breaker. Traces, logs
 * and metrics go to a collector periodically.
 */
export const perProcess: Lifetime = {
  telemetry: (otlpUrl, serviceName) =>
    Otlp.layerJson({ baseUrl: otlpUrl, resource: { serviceName }, loggerMergeWithExisting: true })
      .pipe(Layer.provide([layerCollectorClient(), noVariables])),
  open: ({ calls, common, telemetry }) => {
    const runtime = ManagedRuntime.make(
      Layer.merge(
        telemetry === undefined ? common : Layer.provideMerge(telemetry, common),
        Layer.effect(BatchCall, calls),
      ),
    );
    const release = (over: () => void) => over();
    return {
      begin: () => {
        const services = runtime.cachedContext;
        return services === undefined
          ? runtime.context().then((services) => ({ services, release }))
          : { services, release };
      },
      dispose: () => runtime.dispose(),
    };
  },
};

/**
 * Each request has a `BatchCall` of its own, because on Cloudflare Workers a request must not wait for anything that
 * belongs to another one. Its traces go to a collector when it is over.
 */
export const perRequest: Lifetime = {
  telemetry: layerRequestTraces,
  open: ({ calls, common, telemetry }) => {
    let shared: Context.Context<ThuliumApi> | undefined;
    return {
      begin: () => {
        // Not before the first request: Workers allow little before it.
        shared ??= Effect.runSync(Layer.buildWithScope(common, Scope.makeUnsafe()));
        const scope = Scope.makeUnsafe();
        // Nothing here waits: what a program puts around the calls is built by the first of them.
        const services = Effect.runSyncWith(shared)(ownServices(calls, telemetry, scope));
        return { services, release: (over) => release(scope, over) };
      },
      dispose: () => Promise.resolve(),
    };
  },
};

const ownServices = (
  calls: ServiceParts["calls"],
  telemetry: ServiceParts["telemetry"],
  scope: Scope.Scope,
): Effect.Effect<Context.Context<Services>, never, ThuliumApi> =>
  Effect.flatMap(Effect.context<ThuliumApi>(), (around) => {
    const made = Effect.map(
      Scope.provide(calls, scope),
      (own) => Context.add(around, BatchCall, own),
    );
    return telemetry === undefined ? made : Effect.flatMap(
      Layer.buildWithScope(telemetry, scope),
      (collected) => Effect.map(made, (services) => Context.merge(services, collected)),
    );
  });

/** Most requests have nothing that must be released. */
const release = (scope: Scope.Closeable, over: () => void): void => {
  if (scope.state._tag === "Empty") over();
  else Effect.runFork(Effect.ensuring(Scope.close(scope, Exit.void), Effect.sync(over)));
};
