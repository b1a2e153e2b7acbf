/**
 * Replies: what the handler answers, as a plain value, and how it becomes a web `Response`.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { inParts, largeBytes, type Patience, whileRead } from "./answer_body.ts";

/** The headers of a reply. */
export type Headers = { readonly [name: string]: string };

/** An answer that has not been given yet. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** A text, or a stream of bytes; `undefined` for no body. */
  readonly body: string | Stream.Stream<Uint8Array> | undefined;
  /** Why the whole request is refused or failed. It takes the body's place. */
  readonly problem?: string | undefined;
  /** The id of the call to Thulium that failed, for the log. */
  readonly call?: string | undefined;
  /** What else the problem's error says. */
  readonly details?: ProblemDetails | undefined;
}

/** What Thulium's own error said, for questions to Thulium. */
export interface ProblemDetails {
  readonly code?: number | undefined;
  readonly thulium_request_id?: string | undefined;
}

/** Replies with a value as JSON. */
export const json = (
  value: unknown,
  { headers, status = 200 }: {
    readonly status?: number;
    readonly headers?: Headers | undefined;
  } = {},
): Reply => ({
  status,
  headers: { ...jsonType, ...headers },
  body: JSON.stringify(value),
});

/** Replies with a text that is JSON. */
export const jsonText = (body: string): Reply => ({ status: 200, headers: jsonType, body });

const jsonType = { "content-type": "application/json" };

/** The reply to a request that is refused or failed. The message holds nothing of the request. */
export const problem = (status: number, message: string, headers?: Headers): Reply => ({
  status,
  headers: { ...jsonType, ...headers },
  body: undefined,
  problem: message,
});

/** The problem of token mode that only the operator can correct. */
export const ownUserRefused = "Thulium refused this service's own user";

/** Fails with a {@linkcode problem}: whatever the handler fails with is the reply. */
export const refuse = (
  status: number,
  message: string,
  headers?: Headers,
): Effect.Effect<never, Reply> => Effect.fail(problem(status, message, headers));

/**
 * A reply's body. A problem has the form of Thulium's own errors, because only in that form does a 503 prove to a
 * client of this package that no customer was created (`call/error_form.ts`).
 */
const bodyOf = ({ body, details, problem }: Reply, requestId: string): Reply["body"] =>
  problem === undefined
    ? body
    : JSON.stringify({ request_id: requestId, errors: [{ message: problem, ...details }] });

/**
 * Makes the `Response` to a request. `atEnd` runs when the whole body was given to the server, when the caller
 * cancelled it, when nobody took more of it for too long, or when the request's signal aborted.
 */
export const toResponse = (
  reply: Reply,
  request: Request,
  requestId: string,
  atEnd: () => void,
  patience: Patience,
  context: Context.Context<never> = Context.empty(),
): Response => {
  const { headers, status } = reply;
  const body = bodyOf(reply, requestId);
  if (typeof body === "object") {
    const stream = Stream.ensuring(body, Effect.sync(atEnd));
    const parts = Stream.toReadableStreamWith(stream, context, { signal: request.signal });
    return new Response(whileRead(parts, patience), { status, headers });
  }
  const text = request.method === "HEAD" ? undefined : body;
  const large = text === undefined ? undefined : largeBytes(text);
  if (large === undefined) {
    const response = new Response(text, { status, headers });
    atEnd();
    return response;
  }
  const parts = inParts(large, atEnd);
  return new Response(whileRead(parts, patience), {
    status,
    headers: { ...headers, "content-length": String(large.length) },
  });
};
