/**
 * Which web pages may call the handler: pages of its own origin and of the configured ones. A browser sends a simple
 * request of any page without asking first, so the handler itself refuses it; CORS (the Fetch standard's protocol)
 * tells the browser who may read the answer.
 *
 * @module
 */
import type { Headers } from "./reply.ts";

/** Methods that change nothing (RFC 9110 §9.2.1). */
const safe = /^(?:GET|HEAD|OPTIONS)$/;

/**
 * Whether a browser sends the request for a page that may not call. `Sec-Fetch-Site` is the browser's own word, which
 * no page can change; browsers that do not send it are judged by the origin's host.
 */
export const isOfForeignPage = (
  { headers, method, url }: Request,
  origins: ReadonlyArray<string>,
): boolean => {
  const origin = headers.get("origin");
  if (origin === null || safe.test(method) || origins.includes(origin)) return false;
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site !== "same-origin" && site !== "none";
  const host = URL.parse(origin)?.host;
  return host === undefined || host !== URL.parse(url)?.host;
};

/** The headers that let pages of the configured origins read the answer. */
export const corsHeaders = (origins: ReadonlyArray<string>, request: Request): Headers => {
  if (origins.length === 0) return {};
  const origin = request.headers.get("origin");
  if (origin === null || !origins.includes(origin)) return { vary: "origin" };
  const allowed = { vary: "origin", "access-control-allow-origin": origin };
  return request.method === "OPTIONS"
    ? {
      ...allowed,
      "access-control-allow-methods": "GET, POST, PUT",
      "access-control-allow-headers": "authorization, content-type, x-request-id",
      "access-control-max-age": "600",
    }
    : { ...allowed, "access-control-expose-headers": "retry-after, x-request-id" };
};
