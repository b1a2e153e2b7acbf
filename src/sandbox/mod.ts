/**
 * An embedded Thulium: the contract's server side in memory, with faults that can be scripted or
 * drawn from a seed. For tests of programs that use this module, with or without sockets, and for
 * trying things out (`deno task sandbox`).
 *
 * @module
 */
export { Sandbox } from "./sandbox.ts";
export { ListenError, type ServeOptions } from "./serve.ts";
export {
  allFaults,
  type Fault,
  type FaultPlan,
  type FaultScript,
  type RandomFaults,
} from "./fault.ts";
export type { SandboxOptions, SeenRequest } from "./routes.ts";
export type { ItemAnswer, StoredCustomer, SystemOptions } from "./system.ts";
