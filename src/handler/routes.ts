/**
 * Which code answers which path and method.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import { ThuliumApi } from "../call/api.ts";
import { monotonicMillis } from "../internal/monotonic.ts";
import { isLanguage } from "../call/connection.ts";
import type { Operation } from "../outcome/delivery.ts";
import { authorize } from "./access.ts";
import { Callers } from "./callers.ts";
import { callingAs } from "./thulium.ts";
import { negotiate } from "./negotiation.ts";
import { respondStream } from "./respond_stream.ts";
import { respondJson } from "./respond_json.ts";
import { docsPage } from "./docs.ts";
import { openApiOf } from "./openapi.ts";
import { makeReady, notReady } from "./ready.ts";
import { json, refuse, type Reply } from "./reply.ts";
import { RequestCaller } from "./request_caller.ts";
import type { RequestLog } from "./request_log.ts";
import type { Services } from "./services.ts";
import type { ConfigProblems, HandlerConfig } from "./config.ts";

const paths = ["/api/batch/customers", "/openapi.json", "/docs", "/health", "/ready"] as const;

/** A path of the handler. */
export type Path = typeof paths[number];

/** The path if the handler has it. Any other path may hold personal data, so it is neither logged nor traced. */
export const knownPath = (path: string | undefined): Path | undefined =>
  paths.find((known) => known === path);

/** Gives the reply to a request. The scope closes when the whole answer was sent. */
export type Respond = (
  request: Request,
  log: RequestLog,
) => Effect.Effect<Reply, Reply, Services | Scope.Scope>;

/** What answers each method of each path, and what answers where there is nothing. */
export interface Routes {
  readonly of: { readonly [path in Path]?: { readonly [method: string]: Respond } };
  readonly otherwise: Effect.Effect<never, Reply>;
}

/** The routes for a configuration. Without one the handler only tells how it is, and calls nobody. */
export const makeRoutes = (config: HandlerConfig | ConfigProblems): Routes =>
  "problems" in config ? unconfigured : {
    of: configured(config),
    otherwise: refuse(404, "there is nothing at this path"),
  };

const page = (reply: () => Reply) => ({ GET: () => Effect.sync(reply) });
const health = page(() => json({ status: "ok" }));

const notConfigured = "this service is not configured; its log says what is missing";

const unconfigured: Routes = {
  of: { "/health": health, "/ready": page(() => notReady(notConfigured)) },
  otherwise: refuse(500, notConfigured),
};

const configured = (config: HandlerConfig): Routes["of"] => {
  let openApi: Reply | undefined;
  const ready = makeReady(config);
  return {
    "/api/batch/customers": batchRoutes(config),
    "/openapi.json": page(() => openApi ??= json(openApiOf(config))),
    "/docs": page(() => docsPage(config)),
    "/health": health,
    "/ready": { GET: () => ready },
  };
};

/** Replies by path and method: `HEAD` like `GET`, `OPTIONS` with the methods, and 405 where the method does not fit. */
export const respond = (
  routes: Routes,
  path: Path | undefined,
  request: Request,
  log: RequestLog,
): ReturnType<Respond> => {
  const methods = path && routes.of[path];
  if (methods === undefined) return routes.otherwise;
  const allowed = Object.keys(methods).flatMap((method) =>
    method === "GET" ? ["GET", "HEAD"] : [method]
  );
  const allow = { allow: [...allowed, "OPTIONS"].join(", ") };
  if (request.method === "OPTIONS") {
    return Effect.succeed({ status: 204, headers: allow, body: undefined });
  }
  const method = request.method === "HEAD" ? "GET" : request.method;
  return Object.hasOwn(methods, method)
    ? methods[method](request, log)
    : refuse(405, `the method must be ${allowed.join(" or ")}`, allow);
};

/** The caller's language, if it has the form of one: Thulium's messages are passed on to the caller. */
const languageOf = (headers: Headers): string | undefined => {
  const asked = headers.get("accept-language") ?? "";
  return isLanguage(asked) ? asked : undefined;
};

/** A caller is the same one whatever the method. */
const batchRoutes = (config: HandlerConfig): { readonly [method: string]: Respond } => {
  const callers = new Callers(config.maxRequestsPerCaller, longestRequest(config));
  return {
    POST: makeBatchRoute(config, callers, "add"),
    PUT: makeBatchRoute(config, callers, "update"),
  };
};

const makeBatchRoute = (
  config: HandlerConfig,
  callers: Callers,
  operation: Operation,
): Respond => {
  const { access, maxRequestsPerCaller } = config;
  return Effect.fnUntraced(function* (request, log) {
    const { headers } = request;
    const format = yield* negotiate(headers);
    const { connection: own, credentials } = yield* authorize(config, headers);
    const connection = { ...own, language: languageOf(headers) };
    const name = callers.nameOf(credentials);
    const end = callers.begin(name, yield* monotonicMillis);
    if (end === undefined) return yield* tooMany(maxRequestsPerCaller);
    yield* Effect.addFinalizer(() => Effect.sync(end));
    const caller = access.mode === "token" ? undefined : new RequestCaller(callers, name);
    const { ask } = yield* ThuliumApi;
    const as = callingAs(config, ask, connection, caller);
    return yield* as(
      format === "json"
        ? respondJson(config, request, operation, log)
        : respondStream(config, request, operation, format, log),
    );
  });
};

/** No request takes longer, in milliseconds. */
const longestRequest = (config: HandlerConfig): number =>
  (Math.max(config.deadlineSeconds, config.streamDeadlineSeconds) + 2 * config.bodySeconds) * 1000;

const tooMany = (limit: number) =>
  refuse(429, `this caller has ${limit} requests under way`, { "retry-after": "1" });
