/**
 * The handler as one Effect, and what all its answers have in common: a span, one line in the log, common headers,
 * and JSON for whatever goes wrong.
 *
 * @module
 */
import { logDefect } from "../internal/defect.ts";
import { monotonicMillis } from "../internal/monotonic.ts";
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Headers from "effect/http/Headers";
import * as HttpTraceContext from "effect/http/HttpTraceContext";
import * as Option from "effect/Option";
import type { ParentSpan } from "effect/Tracer";
import type { ConfigProblems, HandlerConfig } from "./config.ts";
import { commonHeaders, requestIdOf } from "./headers.ts";
import { problem, refuse, type Reply, toResponse } from "./reply.ts";
import { RequestLog } from "./request_log.ts";
import { knownPath, makeRoutes, respond } from "./routes.ts";
import type { Services } from "./services.ts";

/** Answers a request. `atEnd` runs when the whole answer was sent. Fails only if it is interrupted before it answers. */
export type App = (
  request: Request,
  atEnd: Effect.Effect<void>,
) => Effect.Effect<Response, never, Services>;

/** The handler for a configuration. `basePath` is the prefix of all its paths. */
export const makeApp = (config: HandlerConfig | ConfigProblems, basePath: string): App => {
  const isConfigured = !("problems" in config);
  const routes = isConfigured ? makeRoutes(config) : undefined;
  const origins = isConfigured ? config.origins : [];
  return Effect.fnUntraced(function* (request, atEnd) {
    const path = knownPath(pathOf(request.url, basePath));
    const route = path ?? "other";
    const requestId = requestIdOf(request);
    const log = new RequestLog(yield* monotonicMillis, requestId, request.method, route);
    const logged = Effect.flatMap(monotonicMillis, (now) => log.write(now));
    const found = routes === undefined ? notConfigured : respond(routes, path, request, log);
    const reply = found.pipe(
      Effect.catch(Effect.succeed),
      Effect.catchDefect((thrown) => Effect.as(logDefect("defect", Cause.die(thrown)), defect)),
      inSpan(request, route),
    );
    // From the reply to its response there is no interruption: each request is logged once, however it ends.
    return yield* Effect.uninterruptibleMask((restore) =>
      Effect.matchCauseEffect(restore(reply), {
        onFailure: (cause) => Effect.andThen(logged, Effect.failCause(cause)),
        onSuccess: (reply) => {
          log.answered(reply.status);
          const headers = { ...reply.headers, ...commonHeaders(request, requestId, origins) };
          const end = Effect.ensuring(logged, atEnd);
          return toResponse({ ...reply, headers }, request, requestId, end);
        },
      })
    );
  });
};

const notConfigured = refuse(500, "this service is not configured; its log says what is missing");
const defect = problem(500, "this service has a defect");

/** The path below the prefix, without the query; "" if it is not below. */
const pathOf = (url: string, basePath: string): string => {
  const { pathname } = new URL(url);
  return pathname.startsWith(basePath) ? pathname.slice(basePath.length) : "";
};

/** Runs an answer in a span that continues the caller's trace. The query may hold personal data, so it is left out. */
const inSpan =
  (request: Request, route: string) =>
  <E, R>(reply: Effect.Effect<Reply, E, R>): Effect.Effect<Reply, E, Exclude<R, ParentSpan>> =>
    reply.pipe(
      Effect.tap(({ status }) => Effect.annotateCurrentSpan("http.response.status_code", status)),
      Effect.withSpan(`${request.method} ${route}`, {
        kind: "server",
        parent: Option.getOrUndefined(
          HttpTraceContext.fromHeaders(Headers.fromInput(request.headers)),
        ),
        attributes: { "http.request.method": request.method, "http.route": route },
      }, { captureStackTrace: false }),
    );
