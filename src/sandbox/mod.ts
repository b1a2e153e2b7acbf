/**
 * An embedded Thulium: the server side of the contract, in memory. Its faults come from a script or
 * from a seed. It serves tests of programs that use this module, with or without sockets, and manual
 * trials (`deno task sandbox`).
 *
 * With Effect it is the service {@linkcode Sandbox}; without, {@linkcode makeSandbox} gives plain values.
 *
 * @example
 * ```ts
 * import { addCustomers } from "@thulium-effect/batch-customers";
 * import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
 * import * as Effect from "effect/Effect";
 *
 * const stored = Effect.gen(function* () {
 *   yield* addCustomers([{ surname: "Kowalska" }]);
 *   return yield* (yield* Sandbox).customers;
 * }).pipe(Effect.provide(Sandbox.layerTest()));
 *
 * const [customer] = await Effect.runPromise(stored);
 * if (customer.customer_id !== 13) throw new Error("unexpected");
 * ```
 *
 * @module
 */
export { Sandbox } from "./service.ts";
export { makeSandbox, type PlainSandbox, type SandboxConnection, serveSandbox } from "./plain.ts";
export { ListenError, type ServeOptions } from "./serve.ts";
export {
  allFaults,
  type Fault,
  type FaultPlan,
  type FaultScript,
  type RandomFaults,
} from "./fault.ts";
export type { SandboxOptions, SystemOptions } from "./options.ts";
export type { SeenRequest } from "./request.ts";
export type { ItemAnswer, StoredCustomer } from "./system.ts";
