/**
 * What the handler runs on: calls to Thulium, the log as JSON lines, and what goes to a collector if one is
 * named.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Logger from "effect/Logger";
import * as References from "effect/References";
import { BatchCall } from "../call/service.ts";
import { layerThuliumApi, type ThuliumApi } from "../call/api.ts";
import type { ConfigProblems, HandlerConfig } from "./config.ts";
import { layerThulium } from "./thulium.ts";

/** What sends traces, and what else there is, to a collector at a URL under the name of a service. */
export type Telemetry = (otlpUrl: string, serviceName: string) => Layer.Layer<never>;

const jsonLog = Logger.layer([Logger.consoleJson]);

/** The services for a configuration. */
export const layerServices = (
  config: HandlerConfig | ConfigProblems,
  telemetry: Telemetry,
  fetch: typeof globalThis.fetch | undefined,
): Layer.Layer<BatchCall | ThuliumApi> => {
  const api = fetch === undefined
    ? layerThuliumApi
    : layerThuliumApi.pipe(Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch)));
  if ("problems" in config) return Layer.mergeAll(api, noThulium, jsonLog);
  const { logLevel, otlpUrl } = config;
  return Layer.mergeAll(
    api,
    layerThulium(config),
    otlpUrl === undefined
      ? jsonLog
      : Layer.provideMerge(telemetry(otlpUrl, "thulium-batch-customers"), jsonLog),
    Layer.succeed(References.MinimumLogLevel, logLevel),
  );
};

/** Where nothing is configured nothing is called. */
const noThulium = Layer.succeed(BatchCall, {
  send: () => Effect.die(new Error("a call without a configuration")),
});

/** Says in the log what is wrong with the environment. */
export const logProblems = ({ problems }: ConfigProblems): void =>
  Effect.runSync(
    Effect.logError("the handler is not configured").pipe(
      Effect.annotateLogs("problems", problems),
      Effect.provide(jsonLog),
    ),
  );
