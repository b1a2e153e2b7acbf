/**
 * A drop-in endpoint in front of Thulium for `POST /api/batch/customers`. Existing callers only change the address, and
 * get validation, splitting, retries, rate limits, no duplicates, and an honest answer for each customer. The handler is
 * a function from request to response, for any framework; `./cloudflare` and `./deno` are entry points for their
 * platforms.
 *
 * Environment variables configure it. It is fail-closed: if one of them is missing or wrong, every request is answered
 * with 500, and the log names the variable.
 *
 * @example In a server of your own
 * ```ts
 * import { makeHandler } from "@thulium-effect/batch-customers/handler";
 *
 * const handler = makeHandler({ env: { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme" } });
 * const serve = () => Deno.serve((request) => handler(request));
 * // When the program ends: waits for requests, and sends the last telemetry.
 * await handler.dispose();
 * ```
 *
 * @module
 */
import { type Handler, type HandlerOptions, makeHandle } from "./handle.ts";
import { perProcess, perRequest } from "./lifetime.ts";
import { surroundWith } from "./policies.ts";
import { warnOfUnknown } from "./unknown_variables.ts";

export { handlerVariables } from "./config.ts";
export type { Handler, HandlerOptions, Platform, Sharing } from "./handle.ts";
export type { Environment } from "./variables.ts";

/**
 * Makes a handler.
 *
 * @throws {RangeError} If the base path is neither empty nor of the form `/thulium`.
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
export const makeHandler = (options: HandlerOptions): Handler => {
  const { env, policies, sharing } = options;
  warnOfUnknown(env);
  const surround = policies && surroundWith(policies);
  return makeHandle(options, sharing === "request" ? perRequest : perProcess, surround);
};
