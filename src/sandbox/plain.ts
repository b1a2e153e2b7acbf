/**
 * The sandbox for tests without Effect: plain values and promises. It is the same system behind the same routes as
 * `Sandbox`.
 *
 * @module
 */
import type { FaultPlan } from "./fault.ts";
import { makeFetch } from "./fetch.ts";
import { credentialsOf, type SandboxOptions } from "./options.ts";
import type { SeenRequest } from "./request.ts";
import { Routes } from "./routes.ts";
import { serve, type ServeOptions } from "./serve.ts";
import type { StoredCustomer } from "./system.ts";

/** The options by which `connect` of `./promise` reaches a sandbox. */
export interface SandboxConnection {
  /** Its address. */
  readonly url: string;
  /** The API user. */
  readonly user: string;
  /** The API user's password, as a plain text. */
  readonly password: string;
  /** What sends requests to it. */
  readonly fetch: typeof globalThis.fetch;
}

/** An embedded Thulium, for tests without Effect. */
export interface PlainSandbox extends AsyncDisposable {
  /** Reaches it: `connect(sandbox.connection)`, or `connect({ ...sandbox.connection, journal })`. */
  readonly connection: SandboxConnection;
  /** All customers that it stores, oldest first. */
  readonly customers: () => ReadonlyArray<StoredCustomer>;
  /** All requests to its API, oldest first. */
  readonly requests: () => ReadonlyArray<SeenRequest>;
  /**
   * Starts a plan of faults with the next POST.
   *
   * @throws {RangeError} If the plan is invalid.
   */
  readonly setFaults: (plan: FaultPlan) => void;
  /** Empties it and forgets requests and faults. */
  readonly reset: () => void;
}

/**
 * Makes a sandbox without sockets: only its own `fetch` reaches it. There is nothing to close; `await using` may be used all
 * the same.
 *
 * @throws {RangeError} If the plan of faults is invalid.
 *
 * @example
 * ```ts
 * import { connect } from "@thulium-effect/batch-customers/promise";
 * import { makeSandbox } from "@thulium-effect/batch-customers/sandbox";
 *
 * await using sandbox = makeSandbox();
 * await using thulium = connect(sandbox.connection);
 * await thulium.add([{ surname: "Kowalska" }]);
 * const [customer] = sandbox.customers();
 * if (customer.fields.surname !== "Kowalska") throw new Error("unexpected");
 * ```
 */
export const makeSandbox = (options?: SandboxOptions): PlainSandbox => {
  const routes = new Routes(options);
  // An address that nobody has: what misses the sandbox's own `fetch` reaches nobody.
  return plain(
    routes,
    options,
    "https://sandbox.invalid",
    makeFetch(routes),
    () => Promise.resolve(),
  );
};

/**
 * Makes a sandbox over HTTP, for programs that are tested from outside. It listens on a free port of this machine, unless the
 * options say otherwise, until it is closed: with `await using`, or its `Symbol.asyncDispose`.
 *
 * @throws {ListenError} It can't listen there.
 * @throws {RangeError} If the plan of faults is invalid.
 */
export const serveSandbox = async (
  options?: SandboxOptions & ServeOptions,
): Promise<PlainSandbox> => {
  const routes = new Routes(options);
  const { close, url } = await serve(routes, options);
  return plain(routes, options, url, globalThis.fetch, close);
};

const plain = (
  routes: Routes,
  options: SandboxOptions | undefined,
  url: string,
  fetch: typeof globalThis.fetch,
  close: () => Promise<void>,
): PlainSandbox => ({
  connection: { url, ...credentialsOf(options), fetch },
  customers: () => [...routes.customers],
  requests: () => [...routes.requests],
  setFaults: (plan) => routes.setFaults(plan),
  reset: () => routes.reset(),
  [Symbol.asyncDispose]: close,
});
