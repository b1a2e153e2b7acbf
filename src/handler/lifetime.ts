/**
 * How long the services of the handler live: as long as the process, or as long as one request.
 *
 * Only `perProcess` may use Effect's own exporter of telemetry, which is a quarter of the Worker's size. The Worker
 * imports `perRequest` alone, and its bundler drops the rest; `tests/bench/size_test.ts` notices if it does not.
 *
 * @module
 */
import type * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as ManagedRuntime from "effect/ManagedRuntime";
import * as Otlp from "effect/observability/Otlp";
import * as Scope from "effect/Scope";
import { layerRequestTraces } from "./request_traces.ts";
import type { Services, Telemetry } from "./services.ts";

/** The services for one request, and what releases them. */
export interface RequestServices {
  readonly services: Context.Context<Services>;
  readonly release: Effect.Effect<void>;
}

/** How long services live, and how their telemetry reaches a collector. */
export interface Lifetime {
  readonly telemetry: Telemetry;
  /** Takes the layer of the services; the result is called once for each request. */
  readonly begin: (layer: Layer.Layer<Services>) => () => Promise<RequestServices>;
}

/**
 * All requests share one set of services, with its rate and concurrency limits and its circuit breaker. Traces, logs
 * and metrics go to a collector periodically.
 */
export const perProcess: Lifetime = {
  telemetry: (otlpUrl, serviceName) =>
    Otlp.layerJson({ baseUrl: otlpUrl, resource: { serviceName }, loggerMergeWithExisting: true })
      .pipe(Layer.provide(FetchHttpClient.layer)),
  begin: (layer) => {
    const runtime = ManagedRuntime.make(layer);
    return async () => ({ services: await runtime.context(), release: Effect.void });
  },
};

/**
 * Each request has services of its own, because on Cloudflare Workers a request must not wait for anything that
 * belongs to another one. Its traces go to a collector when it is over.
 */
export const perRequest: Lifetime = {
  telemetry: layerRequestTraces,
  begin: (layer) => async () => {
    const scope = Scope.makeUnsafe();
    const services = await Effect.runPromise(Layer.buildWithScope(layer, scope));
    return { services, release: Scope.close(scope, Exit.void) };
  },
};
