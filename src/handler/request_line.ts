/**
 * What a request's first line says: its path, which alone decides the route, and its method, as far as it may be
 * logged.
 *
 * @module
 */

/**
 * A host and a port (RFC 9112 §3.2). Runtimes put the `Host` header before the target and call the whole the URL. A
 * host with a slash or a question mark would decide the path.
 */
const hostForm = /^(?:[\w.~!$&'()*+,;=%-]+|\[[\da-f:.]+\])(?::\d*)?$/i;

/**
 * The path as the target has it. `URL` takes dot segments out, and reads backslashes as slashes: two targets would be one
 * path for the handler, and two for the proxy before it. Deno gives the target as it came. workerd, and
 * whatever makes a `Request`, do as `URL` does, so that nothing is left to see.
 */
const pathnameOf = (url: string): string | undefined => {
  const pathname = URL.parse(url)?.pathname;
  const written = /^[^:/?#]+:\/\/[^/?#\\]*([^?#]*)/.exec(url)?.[1];
  // It is no path of the handler.
  return pathname === undefined || pathname === (written || "/") ? pathname : "";
};

/**
 * The path of a request below a prefix, without the query; "" if it is not below or not written as itself, and `undefined`
 * if the request's `Host` is none.
 */
export const pathOf = (
  { headers, url }: Pick<Request, "headers" | "url">,
  basePath: string,
): string | undefined => {
  const pathname = hostForm.test(headers.get("host") ?? "none") ? pathnameOf(url) : undefined;
  return pathname?.startsWith(basePath) === false ? "" : pathname?.slice(basePath.length);
};

/** The methods of RFC 9110 and RFC 5789, as OpenTelemetry's conventions for HTTP know them. */
const methods = /^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH)$/;

/** OpenTelemetry's name for any other method. The caller chooses the name of a method, which may hold personal data. */
const otherMethod = "_OTHER";

/** The method for logs and traces. */
export const methodOf = ({ method }: Request): string =>
  methods.test(method) ? method : otherMethod;

/** The method for the name of a span. */
export const spanMethodOf = (request: Request): string =>
  methodOf(request) === otherMethod ? "HTTP" : request.method;
