/**
 * Services that live as long as a request: nothing that one request waits for is another one's, as Cloudflare
 * Workers demand.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Layer from "effect/Layer";
import * as Scope from "effect/Scope";
import type { Lifetime } from "./handle.ts";
import { layerRequestTraces } from "./request_traces.ts";

/** A set of services for each request; its traces go to a collector when it is over. */
export const perRequest: Lifetime = {
  telemetry: layerRequestTraces,
  begin: (layer) => async () => {
    const scope = Scope.makeUnsafe();
    const services = await Effect.runPromise(Layer.buildWithScope(layer, scope));
    return { services, end: Scope.close(scope, Exit.void) };
  },
};
