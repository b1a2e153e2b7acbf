/**
 * The headers that every answer carries: security headers, CORS, and the request's id.
 *
 * @module
 */
import { corsHeaders } from "./origin.ts";
import type { Headers } from "./reply.ts";

const requestIdForm = /^[\w.:-]{1,128}$/;

/** The caller's `x-request-id` if it has a harmless form, or else a new one. */
export const requestIdOf = (request: Request): string => {
  const given = request.headers.get("x-request-id") ?? "";
  return requestIdForm.test(given) ? given : crypto.randomUUID();
};

/** The headers of any answer to a request. Pages of these origins may call the handler. */
export const commonHeaders = (
  request: Request,
  requestId: string,
  origins: ReadonlyArray<string>,
): Headers => ({
  ...securityHeaders,
  ...corsHeaders(origins, request),
  "x-request-id": requestId,
});

const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
