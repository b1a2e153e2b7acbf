/**
 * The handler for `deno serve` and Deno Deploy, configured by environment variables. After SIGTERM it answers the
 * requests that it has, and sends the telemetry that is left.
 *
 * @example The whole program, for `deno serve`
 * ```ts ignore
 * export { default } from "@thulium-effect/batch-customers/deno";
 * ```
 *
 * @module
 */
import "../internal/no_async_context.ts";
import { atEndOfProcess } from "./end_of_process.ts";
import { type Handler, handlerVariables, makeHandler } from "./mod.ts";

/** All of the environment if the program may read it, as on Deno Deploy: then misspelt names are found, too. */
const env = Deno.permissions.querySync({ name: "env" }).state === "granted"
  ? Deno.env.toObject()
  : Object.fromEntries(handlerVariables.map((name) => [name, Deno.env.get(name)]));
const handler = makeHandler({ env });
atEndOfProcess(handler.dispose);

/** What `deno serve` serves. */
const server: { readonly fetch: (request: Request) => ReturnType<Handler> } = {
  fetch: (request) => handler(request),
};

export default server;
