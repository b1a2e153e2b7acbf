/**
 * The handler for `deno serve` and Deno Deploy. Configured by environment variables.
 *
 * @module
 */
import { type Handler, handlerVariables, makeHandler } from "./mod.ts";

const env = Object.fromEntries(handlerVariables.map((name) => [name, Deno.env.get(name)]));
const handler = makeHandler({ env });

/** The server. */
const server: { readonly fetch: (request: Request) => ReturnType<Handler> } = {
  fetch: (request) => handler(request),
};

export default server;
