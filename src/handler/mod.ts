/**
 * A drop-in endpoint in front of Thulium: whoever speaks `POST /api/batch/customers` today points at it
 * unchanged and gets validation, splitting, retries, rate limits and no doubles, with an honest answer for
 * each customer. A plain function from request to response, for any framework; `./cloudflare` and `./deno`
 * are entry points for their platforms.
 *
 * Configured by environment variables, and fail-closed: as long as something is missing or wrong, every
 * request is answered 500 and the log says what.
 *
 * @example In a server of your own
 * ```ts
 * import { makeHandler } from "@thulium-effect/batch-customers/handler";
 *
 * const handler = makeHandler({ env: { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme" } });
 * const serve = () => Deno.serve((request) => handler(request));
 * ```
 *
 * @module
 */
import { type Handler, type HandlerOptions, makeHandle } from "./handle.ts";
import { perProcess } from "./per_process.ts";
import { perRequest } from "./per_request.ts";

export { type Environment, handlerVariables } from "./config.ts";
export type { Handler, HandlerOptions, Platform, Sharing } from "./handle.ts";

/**
 * Makes a handler.
 *
 * @throws {RangeError} If the base path is none.
 *
 * @example
 * ```ts
 * import { makeHandler } from "@thulium-effect/batch-customers/handler";
 *
 * const handler = makeHandler({
 *   env: { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme" },
 *   basePath: "/thulium",
 * });
 * const response = await handler(new Request("https://example.com/thulium/health"));
 * if (response.status !== 200) throw new Error("not alive");
 * ```
 */
export const makeHandler = (options: HandlerOptions): Handler =>
  makeHandle(options, options.sharing === "request" ? perRequest : perProcess);
