/**
 * The span of a request, which continues the caller's trace. Without a collector nobody sees it, so it is made only if the
 * caller's trace is to go on to Thulium.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Headers from "effect/http/Headers";
import * as HttpTraceContext from "effect/http/HttpTraceContext";
import * as Option from "effect/Option";
import * as References from "effect/References";
import type { ParentSpan } from "effect/Tracer";
import type { Reply } from "./reply.ts";
import { methodOf, spanMethodOf } from "./request_line.ts";

/** Headers that carry a trace (W3C Trace Context, and B3). */
const traceHeaders = ["traceparent", "b3", "x-b3-traceid"];

/** Whether the span of a request, and those of its calls, are of use to anybody. */
export const isTraced = ({ headers }: Request, isObserved: boolean): boolean =>
  isObserved || traceHeaders.some((name) => headers.has(name));

/** Runs an answer in the span of its request. The query may hold personal data, so it is left out. */
export const inSpan = <E, R>(
  reply: Effect.Effect<Reply, E, R>,
  request: Request,
  route: string,
): Effect.Effect<Reply, E, Exclude<R, ParentSpan>> =>
  reply.pipe(
    Effect.tap(({ status }) => Effect.annotateCurrentSpan("http.response.status_code", status)),
    Effect.withSpan(`${spanMethodOf(request)} ${route}`, {
      kind: "server",
      parent: Option.getOrUndefined(
        HttpTraceContext.fromHeaders(Headers.fromInput(request.headers)),
      ),
      attributes: { "http.request.method": methodOf(request), "http.route": route },
    }, { captureStackTrace: false }),
    Effect.provideService(References.TracerEnabled, true),
  );
