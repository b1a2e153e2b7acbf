/**
 * A drop-in endpoint in front of Thulium: whoever speaks `POST /api/batch/customers` today points at it
 * unchanged and gets validation, splitting, retries, rate limits and no doubles, with an honest answer for
 * each customer. A plain function from request to response, for any framework; `./cloudflare` and `./deno`
 * are entry points for their platforms.
 *
 * Configured by environment variables, and fail-closed: as long as something is missing or wrong, every
 * request is answered 500 and the log says what.
 *
 * @example In a server of your own
 * ```ts
 * import { makeHandler } from "@thulium-effect/batch-customers/handler";
 *
 * const handler = makeHandler({ env: { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme" } });
 * const serve = () => Deno.serve((request) => handler(request));
 * ```
 *
 * @module
 */
import type * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Layer from "effect/Layer";
import * as ManagedRuntime from "effect/ManagedRuntime";
import * as Scope from "effect/Scope";
import { makeApp, type Services } from "./app.ts";
import { type Environment, type HandlerConfig, readHandlerConfig } from "./config.ts";
import { layerServices, logProblems, type Sharing } from "./services.ts";

export { type Environment, handlerVariables } from "./config.ts";
export type { Sharing } from "./services.ts";

/** Options of {@linkcode makeHandler}. */
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

/**
 * Makes a handler.
 *
 * @throws {RangeError} If the base path is none.
 *
 * @example
 * ```ts
 * import { makeHandler } from "@thulium-effect/batch-customers/handler";
 *
 * const handler = makeHandler({
 *   env: { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme" },
 *   basePath: "/thulium",
 * });
 * const response = await handler(new Request("https://example.com/thulium/health"));
 * if (response.status !== 200) throw new Error("not alive");
 * ```
 */
export const makeHandler = (options: HandlerOptions): Handler => {
  const { basePath = "", sharing = "process" } = options;
  if (!/^(\/[^/?#]+)*$/.test(basePath)) {
    throw new RangeError("basePath must be empty, or begin with a slash and end without one");
  }
  const config = readHandlerConfig(options.env, { maxCalls: options.maxCalls });
  if ("problems" in config) logProblems(config);
  const app = makeApp(config, basePath);
  const layer = layerServices(config, sharing, options.fetch);
  const begin = sharing === "process" ? sharedServices(layer) : servicesPerRequest(layer);
  const longest = "problems" in config ? undefined : longestStream(config);
  return async (request, platform) => {
    const { end, services } = await begin();
    let resolveEnded = () => {};
    const ended = new Promise<void>((resolve) => resolveEnded = resolve);
    platform?.waitUntil?.(ended);
    const limited = limit(request, longest);
    const atEnd = Effect.ensuring(
      end,
      Effect.sync(() => {
        limited.release();
        resolveEnded();
      }),
    );
    const answer = Effect.runPromiseExitWith(services)(app(limited.request, atEnd), {
      signal: limited.request.signal,
    });
    return await answer.then(Exit.match({
      onSuccess: (response) => response,
      // Nobody waits for it any more; nginx's status for that.
      onFailure: () => new Response(null, { status: 499 }),
    }));
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

/** Services for one request, and how to give them back. */
interface Begun {
  readonly services: Context.Context<Services>;
  readonly end: Effect.Effect<void>;
}

type Begin = () => Promise<Begun>;

const sharedServices = (layer: Layer.Layer<Services>): Begin => {
  const runtime = ManagedRuntime.make(layer);
  return async () => ({ services: await runtime.context(), end: Effect.void });
};

const servicesPerRequest = (layer: Layer.Layer<Services>): Begin => async () => {
  const scope = Scope.makeUnsafe();
  const services = await Effect.runPromise(Layer.buildWithScope(layer, scope));
  return { services, end: Scope.close(scope, Exit.void) };
};
