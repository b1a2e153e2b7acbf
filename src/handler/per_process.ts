/**
 * Services that live as long as the process: limits, the circuit and telemetry are shared by all requests.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as ManagedRuntime from "effect/ManagedRuntime";
import * as Otlp from "effect/observability/Otlp";
import type { Lifetime } from "./handle.ts";

/** One set of services for all requests; traces, logs and metrics go to a collector from time to time. */
export const perProcess: Lifetime = {
  telemetry: (otlpUrl, serviceName) =>
    Otlp.layerJson({ baseUrl: otlpUrl, resource: { serviceName }, loggerMergeWithExisting: true })
      .pipe(Layer.provide(FetchHttpClient.layer)),
  begin: (layer) => {
    const runtime = ManagedRuntime.make(layer);
    return async () => ({ services: await runtime.context(), end: Effect.void });
  },
};
