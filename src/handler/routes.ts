/**
 * Which code answers which path and method.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { ThuliumApi } from "../call/api.ts";
import type { Operation } from "../outcome/delivery.ts";
import { Callers } from "./callers.ts";
import { type CallsFor, makeCallsFor } from "./request_calls.ts";
import { callingAs } from "./thulium.ts";
import { negotiate } from "./negotiation.ts";
import { respondStream } from "./respond_stream.ts";
import { respondJson } from "./respond_json.ts";
import { docsPage } from "./docs.ts";
import { openApiOf } from "./openapi.ts";
import { makeReady, notReady } from "./ready.ts";
import { json, refuse, type Reply } from "./reply.ts";
import { RequestCaller } from "./request_caller.ts";
import type { RequestEnd } from "./request_end.ts";
import type { RequestLog } from "./request_log.ts";
import type { Services } from "./services.ts";
import type { ConfigProblems, HandlerConfig } from "./config.ts";

const paths = ["/api/batch/customers", "/openapi.json", "/docs", "/health", "/ready"] as const;

/** A path of the handler. */
export type Path = typeof paths[number];

/** The path if the handler has it. Any other path may hold personal data, so it is neither logged nor traced. */
export const knownPath = (path: string | undefined): Path | undefined =>
  paths.find((known) => known === path);

/** Gives the reply to a request. What is added to `end` is done when the whole answer was sent. */
export type Respond = (
  request: Request,
  log: RequestLog,
  end: RequestEnd,
) => Effect.Effect<Reply, Reply, Services>;

/** What answers the methods of a path, and the methods that there are. */
interface Route {
  readonly methods: ReadonlyMap<string, Respond>;
  readonly allowed: ReadonlyArray<string>;
  readonly allow: { readonly allow: string };
}

/** What answers each path, and what answers where there is nothing. */
export interface Routes {
  readonly of: ReadonlyMap<Path, Route>;
  readonly otherwise: Effect.Effect<never, Reply>;
}

/** The routes for a configuration. Without one the handler only tells how it is, and calls nobody. */
export const makeRoutes = (config: HandlerConfig | ConfigProblems): Routes =>
  "problems" in config ? unconfigured() : {
    of: configured(config),
    otherwise: refuse(404, "there is nothing at this path"),
  };

/** A path's route. `HEAD` is answered like `GET`, and `OPTIONS` with the methods. */
const route = (methods: { readonly [method: string]: Respond }): Route => {
  const allowed = Object.keys(methods).flatMap((method) =>
    method === "GET" ? ["GET", "HEAD"] : [method]
  );
  const { GET } = methods;
  return {
    methods: new Map(Object.entries(GET === undefined ? methods : { ...methods, HEAD: GET })),
    allowed,
    allow: { allow: [...allowed, "OPTIONS"].join(", ") },
  };
};

const page = (reply: (request: Request) => Reply): Route =>
  route({ GET: (request) => Effect.sync(() => reply(request)) });
const health = (): Route => page(() => json({ status: "ok" }));

const notConfigured = "this service is not configured; its log says what is missing";

const unconfigured = (): Routes => ({
  of: new Map<Path, Route>([["/health", health()], [
    "/ready",
    page(() => notReady(notConfigured)),
  ]]),
  otherwise: refuse(500, notConfigured),
});

const configured = (config: HandlerConfig): Routes["of"] => {
  let openApi: Reply | undefined;
  const ready = makeReady(config);
  return new Map<Path, Route>([
    ["/api/batch/customers", route(batchMethods(config))],
    ["/openapi.json", page(() => openApi ??= json(openApiOf(config)))],
    ["/docs", page((request) => docsPage(config, request))],
    ["/health", health()],
    ["/ready", route({ GET: () => ready })],
  ]);
};

/** Replies by path and method, with 405 where the method does not fit. */
export const respond = (
  routes: Routes,
  path: Path | undefined,
  request: Request,
  log: RequestLog,
  end: RequestEnd,
): ReturnType<Respond> => {
  const route = path && routes.of.get(path);
  if (route === undefined) return routes.otherwise;
  const { allow, allowed, methods } = route;
  const { method } = request;
  const respond = methods.get(method);
  if (respond !== undefined) return respond(request, log, end);
  return method === "OPTIONS"
    ? Effect.succeed({ status: 204, headers: allow, body: undefined })
    : refuse(405, `the method must be ${allowed.join(" or ")}`, allow);
};

/** A caller is the same one whatever the method. */
const batchMethods = (config: HandlerConfig): { readonly [method: string]: Respond } => {
  const longest = longestRequest(config);
  const callers = new Callers(config.maxRequestsPerCaller, longest);
  const callsFor = makeCallsFor(config, callers, longest);
  return {
    POST: makeBatchRoute(config, callers, callsFor, "add"),
    PUT: makeBatchRoute(config, callers, callsFor, "update"),
  };
};

const makeBatchRoute = (
  config: HandlerConfig,
  callers: Callers,
  callsFor: CallsFor,
  operation: Operation,
): Respond => {
  const { access, maxRequestsPerCaller } = config;
  const tooMany = refuse(
    429,
    `this caller has ${maxRequestsPerCaller} requests under way`,
    { "retry-after": "1" },
  );
  return (request, log, end) =>
    Effect.flatMap(ThuliumApi, ({ ask }) => {
      const format = negotiate(request.headers);
      if (typeof format === "object") return Effect.fail(format);
      const calls = callsFor(request.headers, ask, end, log.began);
      if ("status" in calls) return Effect.fail(calls);
      const isOver = callers.begin(calls.name, log.began);
      if (isOver === undefined) return tooMany;
      end.add(isOver);
      const caller = access.mode === "token" ? undefined : new RequestCaller(callers, calls.name);
      return callingAs(
        calls,
        caller,
        format === "json"
          ? respondJson(config, request, operation, log, end)
          : respondStream(config, request, operation, format, log, end),
      );
    });
};

/** No request takes longer, in milliseconds. */
const longestRequest = (config: HandlerConfig): number =>
  (Math.max(config.deadlineSeconds, config.streamDeadlineSeconds) + 2 * config.bodySeconds) * 1000;
