/**
 * The trace that a request continues. Its span is made only if there is a collector that sees it; otherwise the caller's
 * trace goes on to Thulium as it came.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Headers from "effect/http/Headers";
import * as HttpTraceContext from "effect/http/HttpTraceContext";
import * as Option from "effect/Option";
import * as Tracer from "effect/Tracer";
import type { Reply } from "./reply.ts";
import { methodOf, spanMethodOf } from "./request_line.ts";

/** Headers that carry a trace: those of W3C's Trace Context, and of B3. */
const traceHeaders = ["traceparent", "b3", "x-b3-traceid"];

const traceOf = ({ headers }: Request): Tracer.ExternalSpan | undefined =>
  traceHeaders.some((name) => headers.has(name))
    ? Option.getOrUndefined(HttpTraceContext.fromHeaders(Headers.fromInput(headers)))
    : undefined;

/** Runs an answer as a part of the caller's trace. The query may hold personal data, so no span has it. */
export const inTrace = <R>(
  reply: Effect.Effect<Reply, never, R>,
  request: Request,
  route: string,
  isObserved: boolean,
): Effect.Effect<Reply, never, R> => {
  const parent = traceOf(request);
  if (isObserved) return inSpan(reply, request, route, parent);
  return parent === undefined ? reply : Effect.provideService(reply, Tracer.ParentSpan, parent);
};

const inSpan = <R>(
  reply: Effect.Effect<Reply, never, R>,
  request: Request,
  route: string,
  parent: Tracer.ExternalSpan | undefined,
): Effect.Effect<Reply, never, Exclude<R, Tracer.ParentSpan>> =>
  reply.pipe(
    Effect.tap(({ status }) => Effect.annotateCurrentSpan("http.response.status_code", status)),
    Effect.withSpan(`${spanMethodOf(request)} ${route}`, {
      kind: "server",
      parent,
      attributes: { "http.request.method": methodOf(request), "http.route": route },
    }, { captureStackTrace: false }),
  );
