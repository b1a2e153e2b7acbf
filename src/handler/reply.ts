/**
 * What is answered, as a value; and how it becomes a web `Response`, whose end is the end of the request.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";

type Headers = { readonly [name: string]: string };

/** An answer that has not been given yet. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** A text, or bytes that are still to come; `undefined` for none. */
  readonly body: string | Stream.Stream<Uint8Array> | undefined;
}

/** A value as JSON. */
export const json = (
  value: unknown,
  { headers, status = 200 }: { readonly status?: number; readonly headers?: Headers } = {},
): Reply => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(value),
});

/**
 * The reply to a request as a `Response`. `atEnd` runs once the body is out, or given up: by the caller, or
 * because the request's signal aborts.
 */
export const toResponse = (
  { body, headers, status }: Reply,
  { method, signal }: Request,
  atEnd: Effect.Effect<void>,
): Effect.Effect<Response> => {
  if (typeof body !== "object") {
    const text = method === "HEAD" ? undefined : body;
    return Effect.as(atEnd, new Response(text, { status, headers }));
  }
  return Effect.map(
    Effect.context<never>(),
    (context) =>
      new Response(
        Stream.toReadableStreamWith(Stream.ensuring(body, atEnd), context, { signal }),
        { status, headers },
      ),
  );
};
