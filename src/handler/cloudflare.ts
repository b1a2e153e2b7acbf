/**
 * The handler for Cloudflare Workers, configured by the Worker's variables and secrets.
 *
 * @example The whole Worker
 * ```ts ignore
 * export { default } from "@thulium-effect/batch-customers/cloudflare";
 * ```
 *
 * @module
 */
import { type Handler, makeHandle, type Platform } from "./handle.ts";
import { perRequest } from "./lifetime.ts";
import type { Environment } from "./variables.ts";

/** On the free plan a Worker may make 50 requests for each request that it serves. The other 5 are for traces. */
const maxCalls = 45;

const handlers = new WeakMap<Environment, Handler>();

const handlerFor = (env: Environment): Handler => {
  const known = handlers.get(env);
  if (known !== undefined) return known;
  const made = makeHandle({ env, maxCalls }, perRequest);
  handlers.set(env, made);
  return made;
};

/** The Worker. */
const worker: {
  readonly fetch: (request: Request, env: Environment, ctx: Platform) => Promise<Response>;
} = {
  fetch: (request, env, ctx) =>
    handlerFor(env)(request, { waitUntil: (promise) => ctx.waitUntil?.(promise) }),
};

export default worker;
