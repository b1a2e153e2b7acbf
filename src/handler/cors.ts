/**
 * Lets web pages of known origins call the handler (the Fetch standard's CORS protocol).
 *
 * @module
 */

/** The headers that tell a browser what a page may do; none unless pages may call at all. */
export const corsHeaders = (
  origins: ReadonlyArray<string>,
  request: Request,
): { readonly [name: string]: string } => {
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
