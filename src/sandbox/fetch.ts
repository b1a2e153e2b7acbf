/**
 * The sandbox as a `fetch`, without sockets: for tests in virtual time.
 *
 * @module
 */
import type { Reply } from "./reply.ts";
import type { Routes } from "./routes.ts";

/** A `fetch` that hands every request to the sandbox, whatever its host. */
export const makeFetch = (routes: Routes): typeof globalThis.fetch => async (input, init) => {
  const request = new Request(input, init);
  request.signal.throwIfAborted();
  const { pathname, search } = new URL(request.url);
  const body = new Uint8Array(await request.arrayBuffer());
  // A request that is aborted before its body is complete does not arrive.
  request.signal.throwIfAborted();
  const reply = routes.answer({
    method: request.method,
    url: pathname + search,
    headers: request.headers,
    body,
  });
  return await deliver(reply, request.signal);
};

/** Statuses of answers without a body. */
const bodyless: ReadonlySet<number> = new Set([204, 205, 304]);

const deliver = (
  { body, delivered, headers, status }: Reply,
  signal: AbortSignal,
): Promise<Response> => {
  const init = { status, headers };
  switch (delivered) {
    case "whole":
      return Promise.resolve(new Response(bodyless.has(status) ? null : body, init));
    case "cut-before-headers":
    case "cut-headers":
      return Promise.reject(new TypeError("connection closed before message completed"));
    case "stall-before-headers":
      return abortOf(signal);
    case "cut-body":
      return Promise.resolve(
        new Response(
          halfOf(body, () => Promise.reject(new TypeError("error reading a body from connection"))),
          init,
        ),
      );
    case "stall-body":
      return Promise.resolve(new Response(halfOf(body, () => abortOf(signal)), init));
  }
};

const halfOf = (body: string, then: () => Promise<never>): ReadableStream<Uint8Array> => {
  const bytes = new TextEncoder().encode(body);
  const half = bytes.subarray(0, bytes.length >> 1);
  let isFirst = true;
  return new ReadableStream({
    pull(controller) {
      if (!isFirst) return then();
      isFirst = false;
      controller.enqueue(half);
    },
  });
};

/** Rejects when the signal aborts, and never resolves. */
const abortOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
