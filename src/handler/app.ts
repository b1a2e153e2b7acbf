/**
 * The handler as one Effect, and what all its answers have in common: a span, one line in the log, common headers,
 * and JSON for whatever goes wrong.
 *
 * @module
 */
import { logDefect } from "../internal/defect.ts";
import { monotonicMillis } from "../internal/monotonic.ts";
import { noPatience, patienceOf } from "./answer_body.ts";
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Headers from "effect/http/Headers";
import * as HttpTraceContext from "effect/http/HttpTraceContext";
import * as Option from "effect/Option";
import * as Scope from "effect/Scope";
import type { ParentSpan } from "effect/Tracer";
import type { ConfigProblems, HandlerConfig } from "./config.ts";
import { commonHeaders, requestIdOf } from "./headers.ts";
import { problem, refuse, type Reply, toResponse } from "./reply.ts";
import { isOfForeignPage } from "./origin.ts";
import { RequestLog } from "./request_log.ts";
import { methodOf, pathOf, spanMethodOf } from "./request_line.ts";
import { knownPath, makeRoutes, respond } from "./routes.ts";
import type { Services } from "./services.ts";

/** Answers a request. `atEnd` runs when the whole answer was sent. Fails only if it is interrupted before it answers. */
export type App = (
  request: Request,
  atEnd: Effect.Effect<void>,
) => Effect.Effect<Response, never, Services>;

/** The handler for a configuration. `basePath` is the prefix of all its paths. */
export const makeApp = (config: HandlerConfig | ConfigProblems, basePath: string): App => {
  const routes = makeRoutes(config);
  const origins = "problems" in config ? [] : config.origins;
  const patience = "problems" in config ? noPatience : patienceOf(config);
  return Effect.fnUntraced(function* (request, atEnd) {
    const target = pathOf(request, basePath);
    const path = knownPath(target);
    const route = path ?? "other";
    const requestId = requestIdOf(request);
    const log = new RequestLog(yield* monotonicMillis, requestId, methodOf(request), route);
    const logged = Effect.flatMap(monotonicMillis, (now) => log.write(now));
    const refused = target === undefined
      ? badHost
      : isOfForeignPage(request, origins)
      ? foreignPage
      : undefined;
    const found = refused ?? respond(routes, path, request, log);
    const scope = yield* Scope.make();
    const reply = Scope.provide(found, scope).pipe(
      Effect.catch(Effect.succeed),
      Effect.catchDefect((thrown) => Effect.as(logDefect("defect", Cause.die(thrown)), defect)),
      inSpan(request, route),
    );
    // From the reply to its response there is no interruption: each request is logged once, however it ends.
    return yield* Effect.uninterruptibleMask((restore) =>
      Effect.matchCauseEffect(restore(reply), {
        onFailure: (cause) =>
          Scope.close(scope, Exit.failCause(cause)).pipe(
            Effect.andThen(logged),
            Effect.andThen(Effect.failCause(cause)),
          ),
        onSuccess: (reply) => {
          log.answered(reply.status);
          const headers = { ...reply.headers, ...commonHeaders(request, requestId, origins) };
          const end = Scope.close(scope, Exit.void).pipe(
            Effect.andThen(logged),
            Effect.ensuring(atEnd),
          );
          return toResponse({ ...reply, headers }, request, requestId, end, patience);
        },
      })
    );
  });
};

const badHost = refuse(400, "the Host header is not a host");
const foreignPage = refuse(403, "web pages of this origin may not call this service");
const defect = problem(500, "this service has a defect");

/** Runs an answer in a span that continues the caller's trace. The query may hold personal data, so it is left out. */
const inSpan =
  (request: Request, route: string) =>
  <E, R>(reply: Effect.Effect<Reply, E, R>): Effect.Effect<Reply, E, Exclude<R, ParentSpan>> =>
    reply.pipe(
      Effect.tap(({ status }) => Effect.annotateCurrentSpan("http.response.status_code", status)),
      Effect.withSpan(`${spanMethodOf(request)} ${route}`, {
        kind: "server",
        parent: Option.getOrUndefined(
          HttpTraceContext.fromHeaders(Headers.fromInput(request.headers)),
        ),
        attributes: { "http.request.method": methodOf(request), "http.route": route },
      }, { captureStackTrace: false }),
    );
