/**
 * Which code answers which path and method.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { ThuliumApi } from "../call/api.ts";
import { isLanguage } from "../call/connection.ts";
import { authorize } from "./access.ts";
import { callingAs } from "./thulium.ts";
import { negotiate } from "./negotiation.ts";
import { respondStream } from "./respond_stream.ts";
import { respondJson } from "./respond_json.ts";
import { docsPage } from "./docs.ts";
import { openApiOf } from "./openapi.ts";
import { makeReady } from "./ready.ts";
import { json, refuse, type Reply } from "./reply.ts";
import type { RequestLog } from "./request_log.ts";
import type { Services } from "./services.ts";
import type { HandlerConfig } from "./config.ts";

const paths = ["/api/batch/customers", "/openapi.json", "/docs", "/health", "/ready"] as const;

/** A path of the handler. */
export type Path = typeof paths[number];

/** The path if the handler has it. Any other path may hold personal data, so it is neither logged nor traced. */
export const knownPath = (path: string): Path | undefined => paths.find((known) => known === path);

/** Gives the reply to a request. */
export type Respond = (request: Request, log: RequestLog) => Effect.Effect<Reply, Reply, Services>;

/** What answers each method of each path. */
export type Routes = { readonly [path in Path]: { readonly [method: string]: Respond } };

/** The routes for a configuration. */
export const makeRoutes = (config: HandlerConfig): Routes => {
  let openApi: Reply | undefined;
  const ready = makeReady(config);
  return {
    "/api/batch/customers": { POST: (request, log) => addBatch(config, request, log) },
    "/openapi.json": page(() => openApi ??= json(openApiOf(config))),
    "/docs": page(() => docsPage(config)),
    "/health": page(() => json({ status: "ok" })),
    "/ready": { GET: () => ready },
  };
};

const page = (reply: () => Reply) => ({ GET: () => Effect.sync(reply) });

/** Replies by path and method: `HEAD` like `GET`, `OPTIONS` with the methods, and 404 or 405 where nothing fits. */
export const respond = (
  routes: Routes,
  path: Path | undefined,
  request: Request,
  log: RequestLog,
): Effect.Effect<Reply, Reply, Services> => {
  if (path === undefined) {
    return refuse(404, "there is nothing at this path");
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
  return Object.hasOwn(methods, method)
    ? methods[method](request, log)
    : refuse(405, `the method must be ${allowed.join(" or ")}`, allow);
};

/** The caller's language, if it has the form of one: Thulium's messages are passed on to the caller. */
const languageOf = (headers: Headers): string | undefined => {
  const asked = headers.get("accept-language") ?? "";
  return isLanguage(asked) ? asked : undefined;
};

const addBatch = Effect.fnUntraced(
  function* (config: HandlerConfig, request: Request, log: RequestLog) {
    const { headers } = request;
    const format = yield* negotiate(headers);
    const connection = { ...(yield* authorize(config, headers)), language: languageOf(headers) };
    const { ask } = yield* ThuliumApi;
    const as = callingAs(config, ask, connection);
    return yield* as(
      format === "json"
        ? respondJson(config, request, log)
        : respondStream(config, request, format, log),
    );
  },
);
