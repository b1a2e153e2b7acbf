/**
 * The services that a request runs on: calls to Thulium, the log as lines of JSON, and telemetry for a collector if
 * one is configured.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Logger from "effect/Logger";
import * as References from "effect/References";
import type * as Scope from "effect/Scope";
import type { BatchCall } from "../call/service.ts";
import type { ThuliumApi } from "../call/api.ts";
import { layerThuliumApi } from "../call/over_fetch.ts";
import type { ConfigProblems, HandlerConfig } from "./config.ts";
import type { Surround } from "./policies.ts";
import { makeThulium } from "./thulium.ts";

/** What a request needs from its environment. */
export type Services = BatchCall | ThuliumApi;

/** Makes the layer that sends telemetry to the collector at a URL, under the name of a service. */
export type Telemetry = (otlpUrl: string, serviceName: string) => Layer.Layer<never>;

/** The services in parts, because a platform decides who shares what. */
export interface ServiceParts {
  /** What makes no request wait for another one. */
  readonly common: Layer.Layer<ThuliumApi>;
  readonly calls: Effect.Effect<BatchCall["Service"], never, Scope.Scope>;
  /** Sends telemetry to the collector, if there is one. */
  readonly telemetry: Layer.Layer<never> | undefined;
}

const jsonLog = Logger.layer([Logger.consoleJson]);

/** The services for a configuration. */
export const servicesOf = (
  config: HandlerConfig | ConfigProblems,
  telemetry: Telemetry,
  fetch: typeof globalThis.fetch | undefined,
  surround?: Surround,
): ServiceParts => {
  const api = fetch === undefined
    ? layerThuliumApi
    : layerThuliumApi.pipe(Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch)));
  const common = Layer.merge(api, jsonLog);
  if ("problems" in config) {
    return { common, calls: Effect.succeed(noThulium), telemetry: undefined };
  }
  const { logLevel, otlpUrl } = config;
  return {
    common: Layer.merge(common, Layer.succeed(References.MinimumLogLevel, logLevel)),
    calls: makeThulium(config, surround),
    telemetry: otlpUrl === undefined ? undefined : telemetry(otlpUrl, "thulium-batch-customers"),
  };
};

/** Without a configuration every request is refused before it calls Thulium. */
const noThulium: BatchCall["Service"] = {
  send: () => Effect.die(new Error("a call without a configuration")),
};

/** Logs what is wrong with the environment. */
export const logProblems = ({ problems }: ConfigProblems): void =>
  Effect.runSync(
    Effect.logError("the handler is not configured").pipe(
      Effect.annotateLogs("problems", problems),
      Effect.provide(jsonLog),
    ),
  );
