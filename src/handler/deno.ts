/**
 * The handler for `deno serve` and Deno Deploy, configured by environment variables.
 *
 * @example The whole program, for `deno serve`
 * ```ts ignore
 * export { default } from "@thulium-effect/batch-customers/deno";
 * ```
 *
 * @module
 */
import "../internal/no_async_context.ts";
import { type Handler, handlerVariables, makeHandler } from "./mod.ts";

const env = Object.fromEntries(handlerVariables.map((name) => [name, Deno.env.get(name)]));
const handler = makeHandler({ env });

/** What `deno serve` serves. */
const server: { readonly fetch: (request: Request) => ReturnType<Handler> } = {
  fetch: (request) => handler(request),
};

export default server;
