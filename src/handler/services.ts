/**
 * What the handler runs on: calls to Thulium, the log as JSON lines, and traces to a collector if one is
 * named.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Logger from "effect/Logger";
import * as Otlp from "effect/observability/Otlp";
import * as OtlpSerialization from "effect/observability/OtlpSerialization";
import * as OtlpTracer from "effect/observability/OtlpTracer";
import * as References from "effect/References";
import { BatchCall } from "../batch_call.ts";
import { layerThuliumApi, type ThuliumApi } from "../thulium_api.ts";
import type { ConfigProblems, HandlerConfig } from "./config.ts";
import { layerThulium } from "./thulium.ts";

/** What requests share. */
export type Sharing = "process" | "request";

const jsonLog = Logger.layer([Logger.consoleJson]);
const resource = { serviceName: "thulium-batch-customers" };

/** The services for a configuration. */
export const layerServices = (
  config: HandlerConfig | ConfigProblems,
  sharing: Sharing,
  fetch: typeof globalThis.fetch | undefined,
): Layer.Layer<BatchCall | ThuliumApi> => {
  const api = fetch === undefined
    ? layerThuliumApi
    : layerThuliumApi.pipe(Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch)));
  if ("problems" in config) return Layer.mergeAll(api, noThulium, jsonLog);
  return Layer.mergeAll(
    api,
    layerThulium(config),
    telemetry(config, sharing),
    Layer.succeed(References.MinimumLogLevel, config.logLevel),
  );
};

/** Logs on the console, and what a collector gets; metrics only where there is a process to count them in. */
const telemetry = ({ otlpUrl }: HandlerConfig, sharing: Sharing): Layer.Layer<never> => {
  if (otlpUrl === undefined) return jsonLog;
  if (sharing === "process") {
    return Otlp.layerJson({ baseUrl: otlpUrl, resource, loggerMergeWithExisting: true }).pipe(
      Layer.provide(FetchHttpClient.layer),
      Layer.provideMerge(jsonLog),
    );
  }
  const url = `${otlpUrl.replace(/\/+$/, "")}/v1/traces`;
  return Layer.mergeAll(OtlpTracer.layer({ url, resource }), jsonLog).pipe(
    Layer.provide([OtlpSerialization.layerJson, FetchHttpClient.layer]),
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
