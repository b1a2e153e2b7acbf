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
import { noPatience, patienceOf } from "./answer_body.ts";
import { makeApp } from "./app.ts";
import { readHandlerConfig } from "./config.ts";
import { commonHeaders, requestIdOf } from "./headers.ts";
import type { Lifetime } from "./lifetime.ts";
import { isStreamed } from "./negotiation.ts";
import type { Surround } from "./policies.ts";
import { problem, toResponse } from "./reply.ts";
import { Running } from "./running.ts";
import { logProblems, servicesOf } from "./services.ts";
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
   * The log has the messages of its `Unknown` and `NotSent`, so they must not hold values of customers.
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

/** Answers requests. */
export interface Handler {
  /** Answers a request. Never rejects. */
  (request: Request, platform?: Platform): Promise<Response>;
  /**
   * Ends the handler: waits up to 20 seconds for the requests that it is answering, sends the telemetry that is left to
   * the collector, and releases what requests shared. Requests that come later are answered with 503. To call it twice
   * does no harm.
   */
  readonly dispose: () => Promise<void>;
}

/** Makes a handler whose services have this lifetime, with what surrounds its calls. */
export const makeHandle = (
  { basePath = "", env, fetch, maxCalls }: Omit<HandlerOptions, "policies" | "sharing">,
  { open, telemetry }: Lifetime,
  surround?: Surround,
): Handler => {
  if (!/^(\/[^/?#]+)*$/.test(basePath)) {
    throw new RangeError("basePath must be empty, or begin with a slash and end without one");
  }
  const config = readHandlerConfig(env, { maxCalls });
  if ("problems" in config) logProblems(config);
  const isObserved = !("problems" in config) && config.otlpUrl !== undefined;
  const app = makeApp(config, { basePath, isObserved });
  const services = open(servicesOf(config, telemetry, fetch, surround));
  const running = new Running();
  const origins = "problems" in config ? [] : config.origins;
  const streamMillis = "problems" in config ? undefined : patienceOf(config).all;
  const answer = async (request: Request, platform?: Platform) => {
    const done = running.begin();
    if (done === undefined) return refuseAtEnd(request, origins);
    const opened = services.begin();
    // What is there already is not waited for.
    const { release, services: context } = opened instanceof Promise ? await opened : opened;
    const over = platform?.waitUntil === undefined ? done : keepAlive(platform.waitUntil, done);
    const limited = limit(request, streamMillis);
    // The answer does not wait for the release, which may be sending traces. To run this twice does no harm.
    const atEnd = () => {
      limited.release();
      release(over);
    };
    const exit = await Effect.runPromiseExitWith(context)(
      app(limited.request, atEnd),
      { signal: limited.request.signal },
    );
    if (Exit.isSuccess(exit)) return exit.value;
    atEnd();
    // The caller is gone; nginx's status for that.
    return new Response(null, { status: 499 });
  };
  return Object.assign(answer, { dispose: () => running.end(services.dispose) });
};

/** Keeps the program alive until the function that this returns is called. It calls `done`. */
const keepAlive = (waitUntil: NonNullable<Platform["waitUntil"]>, done: () => void) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  waitUntil(promise);
  return () => {
    resolve();
    done();
  };
};

/** In the form that proves to a client of this package that no customer was created. */
const refuseAtEnd = (request: Request, origins: ReadonlyArray<string>): Response => {
  const id = requestIdOf(request);
  const reply = problem(503, "this service is ending", commonHeaders(request, id, origins));
  return toResponse(reply, request, id, () => {}, noPatience);
};

/** Gives a streamed request a signal that aborts after a time. JSON requests have deadlines of their own. */
const limit = (request: Request, millis: number | undefined) => {
  if (millis === undefined || !isStreamed(request.headers)) {
    return { request, release: () => {} };
  }
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), millis);
  return {
    request: new Request(request, { signal: AbortSignal.any([request.signal, abort.signal]) }),
    release: () => clearTimeout(timer),
  };
};
