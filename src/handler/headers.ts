/**
 * The headers that every answer carries: security headers, CORS for known web pages (the Fetch standard's CORS
 * protocol), and the request's id.
 *
 * @module
 */

type Headers = { readonly [name: string]: string };

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

const corsHeaders = (origins: ReadonlyArray<string>, request: Request): Headers => {
  if (origins.length === 0) return {};
  const origin = request.headers.get("origin");
  if (origin === null || !origins.includes(origin)) return { vary: "origin" };
  const allowed = { vary: "origin", "access-control-allow-origin": origin };
  return request.method === "OPTIONS"
    ? {
      ...allowed,
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": "authorization, content-type, x-request-id",
      "access-control-max-age": "600",
    }
    : { ...allowed, "access-control-expose-headers": "retry-after, x-request-id" };
};
