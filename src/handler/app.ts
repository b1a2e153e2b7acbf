/**
 * The handler as one Effect, and what all its answers have in common: one line in the log, common headers, JSON for
 * whatever goes wrong, and a span if anybody sees it.
 *
 * @module
 */
import { logDefect } from "../internal/defect.ts";
import { monotonicMillisOf } from "../internal/monotonic.ts";
import { noPatience, patienceOf } from "./answer_body.ts";
import * as Cause from "effect/Cause";
import * as Clock from "effect/Clock";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import type { ConfigProblems, HandlerConfig } from "./config.ts";
import { commonHeaders, requestIdOf } from "./headers.ts";
import { problem, refuse, type Reply, toResponse } from "./reply.ts";
import { isOfForeignPage } from "./origin.ts";
import { RequestEnd } from "./request_end.ts";
import { RequestLog, writerFor } from "./request_log.ts";
import { methodOf, pathOf } from "./request_line.ts";
import { inTrace } from "./request_span.ts";
import { knownPath, makeRoutes, respond } from "./routes.ts";
import type { Services } from "./services.ts";

/** Answers a request. `atEnd` runs when the whole answer was sent. Fails only if it is interrupted before it answers. */
export type App = (
  request: Request,
  atEnd: () => void,
) => Effect.Effect<Response, never, Services>;

/** What the handler is besides its configuration. */
export interface AppOptions {
  /** The prefix of all its paths. */
  readonly basePath: string;
  /** Whether spans and log records go to a collector, too. */
  readonly isObserved: boolean;
}

/** The handler for a configuration. */
export const makeApp = (
  config: HandlerConfig | ConfigProblems,
  { basePath, isObserved }: AppOptions,
): App => {
  const routes = makeRoutes(config);
  const hasConfig = !("problems" in config);
  const origins = hasConfig ? config.origins : [];
  const patience = hasConfig ? patienceOf(config) : noPatience;
  const writeLine = writerFor(hasConfig ? config.logLevel : "Info", !isObserved);
  return (request, atEnd) =>
    Effect.withFiber(({ context, id }) => {
      const clock = Context.get(context, Clock.Clock);
      const target = pathOf(request, basePath);
      const path = knownPath(target);
      const route = path ?? "other";
      const requestId = requestIdOf(request);
      const log = new RequestLog(monotonicMillisOf(clock), requestId, methodOf(request), route);
      const end = new RequestEnd();
      const over = () => {
        end.run();
        log.write(monotonicMillisOf(clock), { context, id }, writeLine);
      };
      const refused = target === undefined
        ? badHost
        : isOfForeignPage(request, origins)
        ? foreignPage
        : undefined;
      const found = Effect.catchCause(
        refused ?? respond(routes, path, request, log, end),
        replyInstead,
      );
      const reply = inTrace(found, request, route, isObserved);
      // From the reply to its response there is no interruption: each request is logged once, however it ends.
      return Effect.uninterruptibleMask((restore) =>
        Effect.matchCauseEffect(restore(reply), {
          onFailure: (cause) => {
            over();
            return Effect.failCause(cause);
          },
          onSuccess: (reply) => {
            log.answered(reply);
            const headers = { ...reply.headers, ...commonHeaders(request, requestId, origins) };
            const whenSent = () => {
              try {
                over();
              } finally {
                atEnd();
              }
            };
            return Effect.succeed(
              toResponse({ ...reply, headers }, request, requestId, whenSent, patience, context),
            );
          },
        })
      );
    });
};

const badHost = refuse(400, "the Host header is not a host");
const foreignPage = refuse(403, "web pages of this origin may not call this service");
const defect = problem(500, "this service has a defect");

/** The reply that an answer failed with, or the one for a defect. An interruption goes on. */
const replyInstead = (cause: Cause.Cause<Reply>): Effect.Effect<Reply> => {
  const refusal = Cause.findErrorOption(cause);
  if (Option.isSome(refusal)) return Effect.succeed(refusal.value);
  const dead = cause.reasons.find(Cause.isDieReason);
  return dead === undefined
    ? Effect.failCause(Cause.fromReasons(cause.reasons.filter(Cause.isInterruptReason)))
    : Effect.as(logDefect("defect", Cause.die(dead.defect)), defect);
};
