/**
 * How long the services of the handler live: as long as the process, or as long as one request.
 *
 * Only `perProcess` may use Effect's own exporter of telemetry, which is a quarter of the Worker's size. The Worker
 * imports `perRequest` alone, and its bundler drops the rest; `tests/bench/size_test.ts` notices if it does not.
 *
 * @module
 */
import * as ConfigProvider from "effect/ConfigProvider";
import type * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Layer from "effect/Layer";
import * as ManagedRuntime from "effect/ManagedRuntime";
import * as Otlp from "effect/observability/Otlp";
import * as Scope from "effect/Scope";
import { layerCollectorClient } from "./collector.ts";
import { layerRequestTraces } from "./request_traces.ts";
import type { Services, Telemetry } from "./services.ts";

/** The services for one request, and what releases them, if they must be released. */
export interface RequestServices {
  readonly services: Context.Context<Services>;
  readonly release?: Effect.Effect<void> | undefined;
}

/** How long services live, and how their telemetry reaches a collector. */
export interface Lifetime {
  readonly telemetry: Telemetry;
  /** Takes the layer of the services. */
  readonly open: (layer: Layer.Layer<Services>) => OpenServices;
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
  open: (layer) => {
    const runtime = ManagedRuntime.make(layer);
    return {
      begin: () => {
        const services = runtime.cachedContext;
        return services === undefined
          ? runtime.context().then((services) => ({ services }))
          : { services };
      },
      dispose: () => runtime.dispose(),
    };
  },
};

/**
 * Each request has services of its own, because on Cloudflare Workers a request must not wait for anything that
 * belongs to another one. Its traces go to a collector when it is over.
 */
export const perRequest: Lifetime = {
  telemetry: layerRequestTraces,
  open: (layer) => ({
    begin: async () => {
      const scope = Scope.makeUnsafe();
      const services = await Effect.runPromise(Layer.buildWithScope(layer, scope));
      return { services, release: Scope.close(scope, Exit.void) };
    },
    dispose: () => Promise.resolve(),
  }),
};
