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
import { BatchCall } from "../call/service.ts";
import type { ThuliumApi } from "../call/api.ts";
import { layerThuliumApi } from "../call/over_fetch.ts";
import type { ConfigProblems, HandlerConfig } from "./config.ts";
import type { Surround } from "./policies.ts";
import { layerThulium } from "./thulium.ts";

/** What a request needs from its environment. */
export type Services = BatchCall | ThuliumApi;

/** Makes the layer that sends telemetry to the collector at a URL, under the name of a service. */
export type Telemetry = (otlpUrl: string, serviceName: string) => Layer.Layer<never>;

const jsonLog = Logger.layer([Logger.consoleJson]);

/** The services for a configuration. */
export const layerServices = (
  config: HandlerConfig | ConfigProblems,
  telemetry: Telemetry,
  fetch: typeof globalThis.fetch | undefined,
  surround?: Surround,
): Layer.Layer<Services> => {
  const api = fetch === undefined
    ? layerThuliumApi
    : layerThuliumApi.pipe(Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch)));
  if ("problems" in config) return Layer.mergeAll(api, noThulium, jsonLog);
  const { logLevel, otlpUrl } = config;
  return Layer.mergeAll(
    api,
    layerThulium(config, surround),
    otlpUrl === undefined
      ? jsonLog
      : Layer.provideMerge(telemetry(otlpUrl, "thulium-batch-customers"), jsonLog),
    Layer.succeed(References.MinimumLogLevel, logLevel),
  );
};

/** Without a configuration every request is refused before it calls Thulium. */
const noThulium = Layer.succeed(BatchCall, {
  send: () => Effect.die(new Error("a call without a configuration")),
});

/** Logs what is wrong with the environment. */
export const logProblems = ({ problems }: ConfigProblems): void =>
  Effect.runSync(
    Effect.logError("the handler is not configured").pipe(
      Effect.annotateLogs("problems", problems),
      Effect.provide(jsonLog),
    ),
  );
