/**
 * {@linkcode Sandbox}, an embedded Thulium as a service. It runs without sockets, for tests in virtual
 * time, or is served over HTTP; the system and its routes are the same.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import { BatchCall, type CallLimits } from "../call/service.ts";
import type { ConnectionOptions } from "../call/connection.ts";
import { CustomerLookup, type LookupLimits } from "../call/lookup.ts";
import type { FaultPlan } from "./fault.ts";
import { makeFetch } from "./fetch.ts";
import { credentialsOf, type SandboxOptions } from "./options.ts";
import type { SeenRequest } from "./request.ts";
import { Routes } from "./routes.ts";
import { type ListenError, serve, type ServeOptions } from "./serve.ts";
import type { StoredCustomer } from "./system.ts";

interface SandboxShape {
  /** The connection options that reach it, user and password included. */
  readonly connection: ConnectionOptions & { readonly url: string };
  /** The `fetch` that reaches it. */
  readonly fetch: typeof globalThis.fetch;
  /** All customers that it stores, oldest first. */
  readonly customers: Effect.Effect<ReadonlyArray<StoredCustomer>>;
  /** All requests to its API, oldest first. */
  readonly requests: Effect.Effect<ReadonlyArray<SeenRequest>>;
  /** Starts a plan of faults with the next POST. */
  readonly setFaults: (plan: FaultPlan) => Effect.Effect<void>;
  /** Empties it and forgets requests and faults. */
  readonly reset: Effect.Effect<void>;
}

const SandboxBase: Context.ServiceClass<
  Sandbox,
  "@thulium-effect/batch-customers/Sandbox",
  SandboxShape
> = Context.Service<Sandbox, SandboxShape>()("@thulium-effect/batch-customers/Sandbox");

/**
 * An embedded Thulium. Tests can read what it stored, and make it fail.
 *
 * @example
 * ```ts
 * import * as Effect from "effect/Effect";
 * import { addCustomers } from "@thulium-effect/batch-customers";
 * import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
 *
 * const program = Effect.gen(function* () {
 *   const sandbox = yield* Sandbox;
 *   yield* sandbox.setFaults({ script: [{ kind: "status", status: 502, created: true }] });
 *   const report = yield* addCustomers([{ surname: "Kowalska" }]);
 *   return { report, stored: yield* sandbox.customers };
 * }).pipe(Effect.provide(Sandbox.layerTest()));
 *
 * const { report, stored } = await Effect.runPromise(program);
 * if (report.unknown !== 1 || stored.length !== 1) throw new Error("lost");
 * ```
 */
export class Sandbox extends SandboxBase {
  /** A sandbox without sockets. */
  static readonly layer = (options?: SandboxOptions): Layer.Layer<Sandbox> =>
    Layer.effect(
      Sandbox,
      Effect.map(Clock.Clock, (clock) => {
        const routes = new Routes(options, () => clock.currentTimeMillisUnsafe());
        return shape(routes, options, "http://sandbox.localhost", makeFetch(routes));
      }),
    );

  /** A sandbox over HTTP. It listens on a free port of this machine, unless the options say otherwise. */
  static readonly layerServer = (
    options?: SandboxOptions & ServeOptions,
  ): Layer.Layer<Sandbox, ListenError> =>
    Layer.effect(
      Sandbox,
      Effect.gen(function* () {
        const routes = new Routes(options);
        const served = yield* Effect.acquireRelease(
          Effect.tryPromise({
            try: () => serve(routes, options),
            catch: (cause) => cause as ListenError,
          }),
          ({ close }) => Effect.promise(close),
        );
        return shape(routes, options, served.url, globalThis.fetch);
      }),
    );

  /** A `BatchCall` that reaches the sandbox with the right user and password. */
  static readonly layerBatchCall = (limits?: CallLimits): Layer.Layer<BatchCall, never, Sandbox> =>
    Layer.unwrap(
      Effect.map(
        Sandbox,
        ({ connection, fetch }) =>
          BatchCall.layer({ ...connection, ...limits }).pipe(
            Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch)),
          ),
      ),
    );

  /** A `CustomerLookup` that reaches the sandbox with the right user and password. */
  static readonly layerLookup = (
    limits?: LookupLimits,
  ): Layer.Layer<CustomerLookup, never, Sandbox> =>
    Layer.unwrap(
      Effect.map(Sandbox, ({ connection, fetch }) =>
        CustomerLookup.layer({ ...connection, ...limits }).pipe(
          Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch)),
        )),
    );

  /** What most tests need: a sandbox without sockets, and a `BatchCall` that reaches it. */
  static readonly layerTest = (options?: SandboxOptions): Layer.Layer<BatchCall | Sandbox> =>
    Layer.provideMerge(Sandbox.layerBatchCall(), Sandbox.layer(options));
}

const shape = (
  routes: Routes,
  options: SandboxOptions | undefined,
  url: string,
  fetch: typeof globalThis.fetch,
): SandboxShape => {
  const { password, user } = credentialsOf(options);
  return {
    connection: { url, user, password: Redacted.make(password), allowInsecureHttp: true },
    fetch,
    customers: Effect.sync(() => [...routes.customers]),
    requests: Effect.sync(() => [...routes.requests]),
    setFaults: (plan) => Effect.sync(() => routes.setFaults(plan)),
    reset: Effect.sync(() => routes.reset()),
  };
};
