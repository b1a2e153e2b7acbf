/**
 * From request to response: the one place where the handler's Effects are run.
 *
 * @module
 */
import type * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import type * as Layer from "effect/Layer";
import { makeApp, type Services } from "./app.ts";
import { type Environment, type HandlerConfig, readHandlerConfig } from "./config.ts";
import { layerServices, logProblems, type Telemetry } from "./services.ts";

/** What requests share. */
export type Sharing = "process" | "request";

/** Options of `makeHandler`. */
export interface HandlerOptions {
  /** The configuration: environment variables by name. */
  readonly env: Environment;
  /**
   * What stands before the paths where the handler is mounted, such as `/thulium`.
   *
   * @default ""
   */
  readonly basePath?: string | undefined;
  /**
   * What requests share: limits of rate and concurrency and the circuit breaker for the whole `process`, or
   * nothing between one `request` and another, which is the only way on Cloudflare Workers.
   *
   * @default "process"
   */
  readonly sharing?: Sharing | undefined;
  /**
   * Most HTTP requests to Thulium for one request, if `HANDLER_MAX_CALLS` does not say.
   *
   * @default unlimited
   */
  readonly maxCalls?: number | undefined;
  /**
   * How Thulium is reached.
   *
   * @default globalThis.fetch
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** What a platform offers for a request, such as the `ctx` of a Worker. */
export interface Platform {
  /** Keeps the program alive until a promise ends. */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
}

/** Answers a request. Never rejects. */
export type Handler = (request: Request, platform?: Platform) => Promise<Response>;

/** Services for one request, and how to give them back. */
export interface Begun {
  readonly services: Context.Context<Services>;
  readonly end: Effect.Effect<void>;
}

/** How long services live, and what tells of them. */
export interface Lifetime {
  readonly telemetry: Telemetry;
  /** Gives services for one request after the other. */
  readonly begin: (layer: Layer.Layer<Services>) => () => Promise<Begun>;
}

/** Makes a handler whose services live so long. */
export const makeHandle = (
  { basePath = "", env, fetch, maxCalls }: Omit<HandlerOptions, "sharing">,
  { begin, telemetry }: Lifetime,
): Handler => {
  if (!/^(\/[^/?#]+)*$/.test(basePath)) {
    throw new RangeError("basePath must be empty, or begin with a slash and end without one");
  }
  const config = readHandlerConfig(env, { maxCalls });
  if ("problems" in config) logProblems(config);
  const app = makeApp(config, basePath);
  const beginRequest = begin(layerServices(config, telemetry, fetch));
  const longest = "problems" in config ? undefined : longestStream(config);
  return async (request, platform) => {
    const { end, services } = await beginRequest();
    let resolveEnded = () => {};
    const ended = new Promise<void>((resolve) => resolveEnded = resolve);
    platform?.waitUntil?.(ended);
    const limited = limit(request, longest);
    // The answer does not wait for it: traces may be on their way for a while. Once more does no harm.
    const atEnd = () => {
      limited.release();
      Effect.runFork(Effect.ensuring(end, Effect.sync(resolveEnded)));
    };
    const exit = await Effect.runPromiseExitWith(services)(
      app(limited.request, Effect.sync(atEnd)),
      { signal: limited.request.signal },
    );
    if (Exit.isSuccess(exit)) return exit.value;
    atEnd();
    // Nobody waits for it any more; nginx's status for that.
    return new Response(null, { status: 499 });
  };
};

/** Longest time for a streamed request, in milliseconds: one whose caller takes no answers must end, too. */
const longestStream = ({ bodySeconds, streamDeadlineSeconds }: HandlerConfig): number =>
  (streamDeadlineSeconds + 2 * bodySeconds) * 1000;

/** The request, aborted after a time if it is a streamed one. JSON requests have deadlines of their own. */
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
