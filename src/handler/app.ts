/**
 * The handler as one Effect: which path and method goes where, and what every answer has in common.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Headers from "effect/http/Headers";
import * as HttpTraceContext from "effect/http/HttpTraceContext";
import * as Option from "effect/Option";
import type { ParentSpan } from "effect/Tracer";
import type { BatchCall } from "../call/service.ts";
import { ThuliumApi } from "../call/api.ts";
import { authorize } from "./access.ts";
import { formatOf } from "./body.ts";
import type { ConfigProblems, HandlerConfig } from "./config.ts";
import { makePages, type Pages } from "./pages.ts";
import { corsHeaders } from "./cors.ts";
import { Problem, problemReply } from "./problem.ts";
import { type Reply, toResponse } from "./reply.ts";
import { RequestLog } from "./request_log.ts";
import { respondJson } from "./respond_json.ts";
import { respondStream } from "./respond_stream.ts";
import { callingAs } from "./thulium.ts";

/** What the handler needs from where it runs. */
export type Services = BatchCall | ThuliumApi;

/** Answers a request; `atEnd` runs when the answer is out, body included. Fails if it is interrupted before. */
export type App = (
  request: Request,
  atEnd: Effect.Effect<void>,
) => Effect.Effect<Response, never, Services>;

type Respond = (request: Request, log: RequestLog) => Effect.Effect<Reply, Problem, Services>;

const paths = ["/api/batch/customers", "/openapi.json", "/docs", "/health", "/ready"] as const;
type Path = typeof paths[number];

/** The path, if it is one of ours; any other may hold anything, and is neither logged nor traced. */
const known = (path: string): Path | undefined => paths.find((known) => known === path);

/** What answers, by path and method. */
type Routes = { readonly [path in Path]: { readonly [method: string]: Respond } };

const page = (reply: Effect.Effect<Reply, never, Services>) => ({ GET: () => reply });

const routesOf = (config: HandlerConfig, pages: Pages): Routes => ({
  "/api/batch/customers": { POST: (request, log) => addBatch(config, request, log) },
  "/openapi.json": page(pages.openApi),
  "/docs": page(pages.docs),
  "/health": page(pages.health),
  "/ready": page(pages.ready),
});

/** The handler for a configuration. `basePath` is what stands before the paths where it is mounted. */
export const makeApp = (config: HandlerConfig | ConfigProblems, basePath: string): App => {
  if ("problems" in config) return answering(() => Effect.fail(notConfigured), basePath, []);
  const routes = routesOf(config, makePages(config));
  return answering(
    (path, request, log) => respond(routes, path, request, log),
    basePath,
    config.origins,
  );
};

const notConfigured = new Problem({
  status: 500,
  message: "this service is not configured; its log says what is missing",
});

const respond = (
  routes: Routes,
  path: Path | undefined,
  request: Request,
  log: RequestLog,
): Effect.Effect<Reply, Problem, Services> => {
  if (path === undefined) {
    return Effect.fail(new Problem({ status: 404, message: "there is nothing at this path" }));
  }
  const methods = routes[path];
  const allowed = Object.keys(methods).flatMap((method) =>
    method === "GET" ? ["GET", "HEAD"] : [method]
  );
  const allow = { allow: [...allowed, "OPTIONS"].join(", ") };
  if (request.method === "OPTIONS") {
    return Effect.succeed({ status: 204, headers: allow, body: undefined });
  }
  const method = request.method === "HEAD" ? "GET" : request.method;
  return Object.hasOwn(methods, method) ? methods[method](request, log) : Effect.fail(
    new Problem({
      status: 405,
      message: `the method must be ${allowed.join(" or ")}`,
      headers: allow,
    }),
  );
};

const addBatch = Effect.fnUntraced(
  function* (config: HandlerConfig, request: Request, log: RequestLog) {
    const { headers } = request;
    const format = yield* formatOf(headers);
    const type = format === "json" ? "application/json" : "application/x-ndjson";
    if (!accepts(headers.get("accept") ?? "", type)) {
      return yield* new Problem({ status: 406, message: `the answer is ${type}, see Accept` });
    }
    const connection = yield* authorize(config, headers);
    const { ask } = yield* ThuliumApi;
    const as = callingAs(config, ask, connection);
    return yield* as(
      format === "json"
        ? respondJson(config, request, log)
        : respondStream(config, request, format, log),
    );
  },
);

/** Whether an `Accept` header lets a type through (RFC 9110 §12.5.1). */
const accepts = (accept: string, type: string): boolean => {
  const ranges = accept.split(",").map((range) => range.trim().toLowerCase());
  const [group] = type.split("/");
  const q = (wanted: string): number | undefined => {
    const range = ranges.find((range) => range.split(";")[0].trim() === wanted);
    const given = range?.match(/;\s*q=([0-9.]+)/)?.[1];
    return range === undefined ? undefined : Number(given ?? 1);
  };
  return ranges.join("") === "" || (q(type) ?? q(`${group}/*`) ?? q("*/*") ?? 0) > 0;
};

const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const requestIdForm = /^[\w.:-]{1,128}$/;

/** Runs an answer: a failure is a JSON message, a defect is one without details, and all are logged. */
const answering = (
  run: (
    path: Path | undefined,
    request: Request,
    log: RequestLog,
  ) => Effect.Effect<Reply, Problem, Services>,
  basePath: string,
  origins: ReadonlyArray<string>,
): App =>
  Effect.fnUntraced(function* (request, atEnd) {
    const path = known(pathOf(request.url, basePath));
    const given = request.headers.get("x-request-id") ?? "";
    const requestId = requestIdForm.test(given) ? given : crypto.randomUUID();
    const route = path ?? "other";
    const log = new RequestLog(yield* Clock.currentTimeMillis, requestId, request.method, route);
    const logged = Effect.flatMap(Clock.currentTimeMillis, (now) => log.write(now));
    const reply = run(path, request, log).pipe(
      Effect.catch((problem) => Effect.succeed(problemReply(problem))),
      Effect.catchDefect(() => Effect.as(Effect.logError("defect"), problemReply(defect))),
      inSpan(request, route),
    );
    // Nothing comes between a reply and its response: each request is logged once, however it ends.
    return yield* Effect.uninterruptibleMask((restore) =>
      Effect.matchCauseEffect(restore(reply), {
        onFailure: (cause) => Effect.andThen(logged, Effect.failCause(cause)),
        onSuccess: (reply) => {
          log.answered(reply.status);
          const headers = {
            ...reply.headers,
            ...securityHeaders,
            ...corsHeaders(origins, request),
            "x-request-id": requestId,
          };
          return toResponse({ ...reply, headers }, request, Effect.ensuring(logged, atEnd));
        },
      })
    );
  });

/** Runs an answer in a span that continues the caller's trace. The query may hold anything, so it is left out. */
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

const defect = new Problem({ status: 500, message: "this service has a defect" });

/** The path below the mounting point, without the query; "" if it is not below. */
const pathOf = (url: string, basePath: string): string => {
  const { pathname } = new URL(url);
  return pathname.startsWith(basePath) ? pathname.slice(basePath.length) : "";
};
