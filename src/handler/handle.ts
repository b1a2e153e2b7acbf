/**
 * From request to response: the one place where the handler's Effects are run.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import type * as Layer from "effect/Layer";
import type { CustomerLookup } from "../call/lookup.ts";
import type { BatchCall } from "../call/service.ts";
import { makeApp } from "./app.ts";
import { type HandlerConfig, readHandlerConfig } from "./config.ts";
import type { Lifetime } from "./lifetime.ts";
import type { Surround } from "./policies.ts";
import { layerServices, logProblems } from "./services.ts";
import type { Environment } from "./variables.ts";

/** What requests share. */
export type Sharing = "process" | "request";

/** Options of `makeHandler`. */
export interface HandlerOptions {
  /** The configuration: environment variables by name. */
  readonly env: Environment;
  /**
   * The prefix of all paths if the handler is mounted below a path, such as `/thulium`.
   *
   * @default ""
   */
  readonly basePath?: string | undefined;
  /**
   * `process`: all requests share the rate and concurrency limits and the circuit breaker. `request`: requests share
   * nothing, which is the only way on Cloudflare Workers.
   *
   * @default "process"
   */
  readonly sharing?: Sharing | undefined;
  /**
   * Maximum number of HTTP requests to Thulium for one request, if `HANDLER_MAX_CALLS` is not given.
   *
   * @default unlimited
   */
  readonly maxCalls?: number | undefined;
  /**
   * The `fetch` that calls Thulium.
   *
   * @default globalThis.fetch
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * A policy around the handler's own, such as a journal; several as one by `stack`. It may need a `CustomerLookup`,
   * which uses the credentials of the request. While the layer can't be built, requests are answered with 503.
   *
   * A policy that answers for Thulium must not answer callers whom Thulium does not know: with `HANDLER_AUTH=passthrough`
   * a journal needs its `checkPermission`, which is on by default but does nothing with a limit of calls.
   *
   * @default none
   */
  readonly policies?: Layer.Layer<BatchCall, unknown, BatchCall | CustomerLookup> | undefined;
}

/** What a platform provides for a request, such as the `ctx` of a Worker. */
export interface Platform {
  /** Keeps the program alive until a promise settles. */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
}

/** Answers a request. Never rejects. */
export type Handler = (request: Request, platform?: Platform) => Promise<Response>;

/** Makes a handler whose services have this lifetime, with what surrounds its calls. */
export const makeHandle = (
  { basePath = "", env, fetch, maxCalls }: Omit<HandlerOptions, "policies" | "sharing">,
  { begin, telemetry }: Lifetime,
  surround?: Surround,
): Handler => {
  if (!/^(\/[^/?#]+)*$/.test(basePath)) {
    throw new RangeError("basePath must be empty, or begin with a slash and end without one");
  }
  const config = readHandlerConfig(env, { maxCalls });
  if ("problems" in config) logProblems(config);
  const app = makeApp(config, basePath);
  const beginRequest = begin(layerServices(config, telemetry, fetch, surround));
  const streamMillis = "problems" in config ? undefined : longestStream(config);
  return async (request, platform) => {
    const { release, services } = await beginRequest();
    let resolveEnded = () => {};
    const ended = new Promise<void>((resolve) => resolveEnded = resolve);
    platform?.waitUntil?.(ended);
    const limited = limit(request, streamMillis);
    // The answer does not wait for the release, which may be sending traces. To run this twice does no harm.
    const atEnd = () => {
      limited.release();
      Effect.runFork(Effect.ensuring(release, Effect.sync(resolveEnded)));
    };
    const exit = await Effect.runPromiseExitWith(services)(
      app(limited.request, Effect.sync(atEnd)),
      { signal: limited.request.signal },
    );
    if (Exit.isSuccess(exit)) return exit.value;
    atEnd();
    // The caller is gone; nginx's status for that.
    return new Response(null, { status: 499 });
  };
};

/** The longest time for a streamed request, in milliseconds. It also ends a request whose caller reads no answers. */
const longestStream = ({ bodySeconds, streamDeadlineSeconds }: HandlerConfig): number =>
  (streamDeadlineSeconds + 2 * bodySeconds) * 1000;

/** Gives a streamed request a signal that aborts after a time. JSON requests have deadlines of their own. */
const limit = (request: Request, millis: number | undefined) => {
  const isStreamed = /ndjson|csv/i.test(request.headers.get("content-type") ?? "");
  if (millis === undefined || !isStreamed) {
    return { request, release: () => {} };
  }
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), millis);
  return {
    request: new Request(request, { signal: AbortSignal.any([request.signal, abort.signal]) }),
    release: () => clearTimeout(timer),
  };
};
